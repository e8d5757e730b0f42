public import Detectors

// The detectors of cells as functions, with the same names and labels: each makes the control of one kind from a picture, or from the path of a file.

/// Canny's edges, white on black.
public func canny(
    _ picture: some PictureSource, low: Double = 100, high: Double = 200, aperture: Int = 3, norm: Canny.Norm = .l1, grayscale: Bool = false
) throws -> Image {
    try EaselSession.shared.control(of: picture, by: Canny(low: low, high: high, aperture: aperture, norm: norm, grayscale: grayscale))
}

/// Edges in shades of grey.
public func softEdge(_ picture: some PictureSource, contrast: Double = 96) throws -> Image {
    try EaselSession.shared.control(of: picture, by: SoftEdges(contrast: contrast))
}

/// Coarse white strokes.
public func scribble(_ picture: some PictureSource, method: Scribble.Method = .softEdge, threshold: Double? = nil) throws -> Image {
    try EaselSession.shared.control(of: picture, by: Scribble(method: method, threshold: threshold))
}

/// Straight lines.
public func lines(
    _ picture: some PictureSource, low: Double = 100, high: Double = 200, votes: Int? = nil, minimumLength: Double? = nil, maximumGap: Int? = nil
) throws -> Image {
    try EaselSession.shared.control(
        of: picture, by: StraightLines(low: low, high: high, votes: votes, minimumLength: minimumLength, maximumGap: maximumGap))
}

/// Areas of few colours.
public func segments(_ picture: some PictureSource, colors: Int = 8, smoothing: Int = 5) throws -> Image {
    try EaselSession.shared.control(of: picture, by: Segmentation(colours: colors, smoothing: smoothing))
}

/// Distances from a given picture of them: near is white.
public func depth(_ picture: some PictureSource, invert: Bool = false) throws -> Image {
    try EaselSession.shared.depth(of: picture, isInverted: invert)
}

/// The directions of surfaces from a given picture of distances.
public func normals(
    _ picture: some PictureSource, invert: Bool = false, background: Double = 0.1, relief: Double = 1, smoothing: Double = 2,
    colors: SurfaceNormals.Colours = .bae
) throws -> Image {
    let detector = try SurfaceNormals(background: background, relief: relief, smoothing: smoothing, colours: colors)
    return try EaselSession.shared.normals(of: picture, isInverted: invert, by: detector)
}

/// The people of a file of OpenPose's or COCO's, as coloured sticks.
public func pose(_ file: String, width: Int? = nil, height: Int? = nil) throws -> Image {
    try EaselSession.shared.pose(path: file, width: width, height: height)
}

/// A person as coloured sticks: 17, 18 or 25 points `[x, y]`, nil where one is not seen.
public func pose(_ keypoints: [[Double]?], width: Int, height: Int) throws -> Image {
    try pose([keypoints], width: width, height: height)
}

/// People as coloured sticks.
public func pose(_ keypoints: [[[Double]?]], width: Int, height: Int) throws -> Image {
    try EaselSession.shared.pose(keypoints.map { try BodyPose(coordinates: $0) }, width: width, height: height)
}
