import JSONValues
import Jupyter
import Synchronization
import Testing

/// The kernel's half of ipywidgets, at a kernel in memory.
@Suite(.serialized) struct WidgetTests {
    private let kernel: RunningKernel
    private let widgets: WidgetService

    init() throws {
        kernel = try RunningKernel(.memory)
        widgets = WidgetService(comms: kernel.comms)
    }

    /// Sends a comm's message and gives what is published on its behalf, its states apart.
    private func tell(_ type: String, _ content: JSONObject) throws -> [Message] {
        let request = kernel.frontEnd.send(type, content)
        return try kernel.frontEnd.publications(until: request).filter { $0.type != "status" && $0.parentID == request.header.id }
    }

    @Test func changesGoBothWays() throws {
        let slider = widgets.open(.intSlider, ["value": 3, "min": 1, "max": 9])
        let seen = Mutex<[JSONObject]>([])
        slider.onChange { changes in
            seen.withLock { $0.append(changes) }
            return nil
        }
        let echo = try tell(
            "comm_msg", ["comm_id": .string(slider.id), "data": ["method": "update", "state": ["value": 5, "foreign": 1], "buffer_paths": []]])
        #expect(echo.map { $0.content["data"] } == [["method": "echo_update", "state": ["value": 5], "buffer_paths": []]])
        #expect(seen.withLock { $0 } == [["value": 5]])
        #expect(slider["value"] == 5 && slider["foreign"] == nil)
        let state = try tell("comm_msg", ["comm_id": .string(slider.id), "data": ["method": "request_state"]])
        #expect(state.first?.content["data"]?.object?["state"]?.object?["_model_name"] == "IntSliderModel")
        widgets.close(slider)
        #expect(try tell("comm_msg", ["comm_id": .string(slider.id), "data": ["method": "request_state"]]).isEmpty)
    }

    @Test func aFrontEndThatConnectsIsToldAllStates() throws {
        #expect(!widgets.hasFrontEnd)
        let image = widgets.open(.image, ["format": "png"], bytes: ["value": [1, 2, 3]])
        let text = widgets.open(.html, ["value": "a"])
        image.set([:], bytes: ["value": [4]])
        #expect(try tell("comm_open", ["comm_id": "c", "target_name": "jupyter.widget.control", "data": [:]]).isEmpty)
        #expect(widgets.hasFrontEnd)
        let answer = try #require(try tell("comm_msg", ["comm_id": "c", "data": ["method": "request_states"]]).first)
        let data = try #require(answer.content["data"]?.object)
        #expect(data["method"] == "update_states" && answer.buffers == [[4]])
        #expect(data["buffer_paths"] == .array([.array([.string(image.id), "state", "value"])]))
        let states = try #require(data["states"]?.object)
        #expect(Set(states.keys) == [image.id, text.id])
        #expect(states[text.id]?.object?["model_name"] == "HTMLModel" && states[text.id]?.object?["state"]?.object?["value"] == "a")
    }

    @Test func buttonsTellOfClicks() throws {
        let button = widgets.open(.button, ["description": "stop"])
        let clicks = Mutex(0)
        button.onClick {
            clicks.withLock { $0 += 1 }
            return nil
        }
        for content: JSONValue in [["event": "click"], ["event": "other"], 3] {
            _ = try tell("comm_msg", ["comm_id": .string(button.id), "data": ["method": "custom", "content": content]])
        }
        #expect(clicks.withLock { $0 } == 1)
        #expect(button.view == ["version_major": 2, "version_minor": 0, "model_id": .string(button.id)])
    }
}
