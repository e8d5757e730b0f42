// swift-tools-version: 6.2
// The rooms of the house and the arrows between them: docs/architecture.md says why.

import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

func room(_ name: String, uses dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

func tests(of name: String, uses more: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + more,
        exclude: testData[name] ?? [], swiftSettings: swiftSettings)
}

/// Data folders inside a test target that the compiler must leave alone.
let testData: [String: [String]] = ["CellLanguage": ["Cells"]]

let package = Package(
    name: "easel",
    products: [
        .library(name: "Easel", targets: ["Easel", "ModelRegistry"]),
        .executable(name: "easel", targets: ["EaselCommand"]),
        .executable(name: "easel-listen", targets: ["EaselListen"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CZeroMQ", pkgConfig: "libzmq", providers: [.apt(["libzmq3-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

        room("JSONValues", uses: []),
        room("Digests", uses: ["COpenSSL"]),
        .target(name: "CVectorKernels"),
        room("Tensors", uses: ["CVectorKernels"]),
        room("NeuralNetworks", uses: ["Tensors", "JSONValues"]),
        room("Diffusion", uses: ["NeuralNetworks", "Tensors", "Digests", "JSONValues", "CPNG", "CJPEG", "CWebP"]),
        room("Measures", uses: ["Diffusion", "NeuralNetworks", "Tensors", "JSONValues"]),
        room("Detectors", uses: ["Diffusion", "JSONValues"]),
        room("Hub", uses: ["Digests", "JSONValues", "CCurl"]),
        room("Personalization", uses: ["Diffusion", "NeuralNetworks", "Tensors", "JSONValues"]),
        room(
            "Easel", uses: ["Personalization", "Measures", "Detectors", "Diffusion", "Hub", "NeuralNetworks", "Tensors", "Digests", "JSONValues", "CZip"],
            resources: [.copy("Resources")]),
        room("ModelRegistry", uses: ["Personalization", "Digests", .product(name: "GRDB", package: "GRDB.swift")]),
        room("Benchmarking", uses: ["Easel", "Personalization", "Diffusion", "NeuralNetworks", "Tensors", "JSONValues"]),
        room("CellLanguage", uses: []),
        room("CellVerbs", uses: ["Easel", "CellLanguage", "Personalization", "Measures", "Detectors", "Diffusion", "Hub", "NeuralNetworks"]),
        room("Doors", uses: []),
        room("Jupyter", uses: ["Doors", "Digests", "JSONValues", "CZeroMQ", .product(name: "Logging", package: "swift-log")]),
        room("CellHistory", uses: ["Jupyter", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log")]),
        .executableTarget(
            name: "EaselCommand",
            dependencies: [
                "Benchmarking", "CellHistory", "CellVerbs", "CellLanguage", "Doors", "Easel", "Jupyter", "JSONValues", "Measures", "ModelRegistry",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings),
        .executableTarget(name: "EaselListen", dependencies: ["Doors", "JSONValues"], swiftSettings: swiftSettings),

        .target(name: "TestSupport", dependencies: ["Tensors", "NeuralNetworks", "Hub", "Digests"], path: "Tests/Support", swiftSettings: swiftSettings),
        .testTarget(name: "ArchitectureTests", swiftSettings: swiftSettings),
        tests(of: "JSONValues"),
        tests(of: "Digests"),
        tests(of: "Hub"),
        tests(of: "Tensors"),
        tests(of: "NeuralNetworks", uses: ["Tensors", "JSONValues"]),
        tests(of: "Diffusion", uses: ["NeuralNetworks", "Tensors", "JSONValues"]),
        tests(of: "Detectors", uses: ["Diffusion", "JSONValues"]),
        tests(of: "Measures", uses: ["Diffusion", "NeuralNetworks", "Tensors"]),
        tests(of: "Personalization", uses: ["Diffusion", "NeuralNetworks", "Tensors"]),
        tests(of: "Easel", uses: ["Measures", "ModelRegistry", "Diffusion", "Hub", "Personalization", "NeuralNetworks", "Tensors"]),
        tests(of: "Benchmarking", uses: ["Easel", "Personalization", "JSONValues", "Tensors"]),
        tests(of: "CellLanguage"),
        tests(of: "CellVerbs", uses: ["CellLanguage", "Easel", "Hub", "ModelRegistry"]),
        tests(of: "CellHistory", uses: ["Jupyter", .product(name: "Logging", package: "swift-log")]),
        tests(of: "ModelRegistry", uses: ["Personalization", "Digests"]),
        tests(of: "Jupyter", uses: ["Doors", "JSONValues", "CZeroMQ", .product(name: "Logging", package: "swift-log")]),
    ])
