import CellVerbs
import JSONValues
import Jupyter

extension DisplayBundle {
    /// The forms of the thing as Jupyter carries them.
    var mimeData: MIMEBundle {
        data.mapValues(JSONValue.string)
    }

    /// The sizes of pictures on the screen.
    var mimeMetadata: JSONObject {
        sizes.mapValues { ["width": .int($0.width), "height": .int($0.height)] }
    }
}
