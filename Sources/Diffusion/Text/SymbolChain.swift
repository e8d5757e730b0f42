/// A word's symbols as a doubly linked list, in which neighbours are joined in constant time.
struct SymbolChain {
    /// The symbol that begins at each place, −1 where it was joined to the one before.
    private(set) var symbols: [Int]
    private var nextPlace: [Int]
    private var previousPlace: [Int]

    init(_ symbols: [Int]) {
        self.symbols = symbols
        nextPlace = Array(1...symbols.count)
        previousPlace = Array(-1..<symbols.count - 1)
    }

    func after(_ place: Int) -> Int? {
        let next = nextPlace[place]
        return next < symbols.count ? next : nil
    }

    func before(_ place: Int) -> Int? {
        let previous = previousPlace[place]
        return previous >= 0 ? previous : nil
    }

    /// Makes the symbols at `left` and its neighbour `right` one.
    mutating func join(_ left: Int, _ right: Int, into symbol: Int) {
        symbols[left] = symbol
        symbols[right] = -1
        let next = nextPlace[right]
        nextPlace[left] = next
        if next < symbols.count { previousPlace[next] = left }
    }

    /// The symbols that are left, in order.
    var remaining: [Int] { symbols.filter { $0 >= 0 } }
}
