public import JSONValues
import Tensors

extension Measurement {
    /// The measurement for other programs; sizes in bytes, times in seconds, rates in thousand millions a second.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(work.name), "title": .string(work.title), "shape": .string(work.shape), "seconds": .double(best),
            "all": .array(seconds.map(JSONValue.double)), "repetitions": .int(seconds.count), "peakMemory": .int(peakMemory),
            "workingMemory": .int(workingMemory), "addedMemory": .int(addedMemory),
            "estimatedMemory": estimatedMemory.map(JSONValue.int) ?? .null,
            "gigaflop": operations > 0 ? .double(operations / 1e9) : .null, "gigaflopsPerSecond": rate.map { .double($0 / 1e9) } ?? .null,
            "shareOfCeiling": shareOfCeiling.map(JSONValue.double) ?? .null, "ceilings": ceilings.json, "machine": machine.json,
        ]
        if let profile { members["profile"] = profile.json }
        return .object(members)
    }
}

extension Ceilings {
    fileprivate var json: JSONValue {
        ["gigaflopsPerSecond": .double(productRate / 1e9), "gigabytesPerSecond": copyRate.map { .double($0 / 1e9) } ?? .null]
    }
}

extension Machine {
    fileprivate var json: JSONValue {
        [
            "processor": .string(processor), "threads": .int(threads), "instructions": .string(instructions),
            "openBLASCoreType": openBLASCoreType.map(JSONValue.string) ?? .null,
        ]
    }
}

extension Profile {
    fileprivate var json: JSONValue {
        let operations = entries.map { entry -> JSONValue in
            [
                "name": .string(entry.operation.name), "shape": .string(entry.operation.shape), "calls": .int(entry.calls),
                "seconds": .double(entry.seconds), "gigaflop": .double(entry.operation.operations * Double(entry.calls) / 1e9),
                "gigabytes": .double(entry.operation.bytes * Double(entry.calls) / 1e9),
            ]
        }
        return ["seconds": .double(seconds), "unaccounted": .double(unaccounted), "operations": .array(operations)]
    }
}
