import JSONValues

/// What a kernel tells a front end about itself.
public struct KernelInformation: Sendable {
    /// The name of the program, as in `easel`.
    public var implementation: String
    /// The version of the program.
    public var implementationVersion: String
    /// The language of the cells.
    public var language: LanguageInformation
    /// What a console shows at the start.
    public var banner: String
    /// Entries of the front end's help menu.
    public var helpLinks: [HelpLink]
    /// Whether cells may run beside the main shell's: ``Interpreter/subshell()`` gives somebody who runs them.
    public var hasSubshells: Bool

    public init(
        implementation: String, implementationVersion: String, language: LanguageInformation = .swift, banner: String,
        helpLinks: [HelpLink] = [], hasSubshells: Bool = false
    ) {
        self.implementation = implementation
        self.implementationVersion = implementationVersion
        self.language = language
        self.banner = banner
        self.helpLinks = helpLinks
        self.hasSubshells = hasSubshells
    }

    /// The content of a kernel_info reply, its status aside.
    var json: JSONObject {
        [
            "protocol_version": .string(MessageHeader.protocolVersion), "implementation": .string(implementation),
            "implementation_version": .string(implementationVersion), "language_info": .object(language.json), "banner": .string(banner),
            "help_links": .array(helpLinks.map { ["text": .string($0.text), "url": .string($0.url)] }),
            "supported_features": hasSubshells ? ["kernel subshells"] : [],
        ]
    }
}
