/// Short words that people write in prompts: a model may not know them, but they would call up a subject by accident.
enum OrdinaryWords {
    static let all = Set(common.split(separator: " ").map(String.init)).union(PromptTemplates.allCases.flatMap { $0.prompts.flatMap(words) })

    private static func words(of template: String) -> [String] { template.lowercased().split { !$0.isLetter }.map(String.init) }

    private static let common = """
        a an and any are art as at away baby back bad bag ball band bar bath be beach bear bed bee beer bell belt best big bike bird black blue boat body \
        bold book boot bowl box boy bread bright brown bus but by cake calm camp can car card cat chair cheap child city clay clean clear clock cloud coat \
        coin cold cool corn cow crown cry cup cute dark day deep deer desk dirty dish dog doll door down dress drink drum dry duck dusk dust ear east egg \
        eye face fall farm fast fat field film fire fish flag flat floor flower fly fog food foot for fork fox fresh frog from fruit full fun fur game gate \
        ghost gift girl glass gold good grass gray green grey guitar hair hand happy hat head heart her hill him his home horse hot house ice in ink iron \
        is it jar jeans jet joy key king kite lake lamp large leaf left leg light lion lip little long look low man map mask me metal milk moon mouse \
        mouth mud my neck nest new nice night no north nose now nut ocean of off oil old on one open orange other our out owl paint pan paper park party \
        path pen pet photo pie pig pink pipe pixel plant plate play pond pool pop pot purple queen rain red rich ring river road robot rock roof room rose \
        round sad sail salt sand scarf sea seat sharp sheep ship shirt shoe shop shore short sign silk sing sit six sketch skirt sky sleep small smile \
        smoke snake snow soap sofa soft song soup south spoon star steel stone storm style summer sun sweet swim table tail tall tea ten tent the this \
        three tiger tin tiny to top toy train tree truck two ugly under up van vase wall warm watch water wave weird wet whale white wide wild wind wine \
        wing winter with wolf woman wood wool yard yellow young zebra zoo
        """
}
