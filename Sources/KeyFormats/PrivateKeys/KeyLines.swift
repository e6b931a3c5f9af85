import Basics

/// The lines of a private key's body, picked from all runs of base64 characters in a text.
///
/// A key says in its first bytes how long it is, and its lines are equally long but for the last
/// one. So whatever stands around the lines, what is no line of that length is no part of the key:
/// nothing has to be known of prefixes, quotes, calls, time stamps or line numbers.
struct KeyLines {
  /// The characters of all lines, without padding.
  var characters: [UInt8]
  /// What the lines take in the text, from the first to the last.
  var source: Range<Int>
  /// How many characters there are in all, by what the key says; nil when that is not known.
  var announced: Int?

  var isWhole: Bool { announced.map { characters.count >= $0 } ?? false }

  /// Fewest characters of the first line.
  private static let shortestLine = 16
  /// How many runs are tried for the first line.
  private static let mostStarts = 8
  /// How many characters more than a key announces may stand in its last line.
  private static let tolerance = 8

  /// Picks the lines of a key that announces its length; nil when there is none.
  ///
  /// - Parameters:
  ///   - runs: The runs of the text.
  ///   - isBare: Whether the first run is the key's first line, as no header stands before it.
  init?(pickedFrom runs: [DressedRun], isBare: Bool = false) {
    // Without a header nothing says where the key ends: where its first line stands again, as all
    // OpenSSH keys of a kind have the same, another key begins.
    let runs = isBare ? Self.first(of: runs) : runs[...]
    let repeated = Self.repeated(runs)
    var best: KeyLines?
    var starts = 0
    for (index, run) in zip(runs.indices, runs) {
      guard run.unsigned.count >= Self.shortestLine, !repeated.contains(run.characters) else {
        if isBare { return nil }
        continue
      }
      guard Self.length(announcedBy: run.unsigned) != .none else {
        if isBare { return nil }
        continue
      }
      let lines = Self.equalLines(runs[index...], without: repeated, isBare: isBare)
      if let lines, lines.isWhole {
        self = lines
        return
      }
      for shortest in [1, Self.shortestLine / 2, Self.shortestLine] {
        if let lines = Self.allLines(runs[index...], without: repeated, atLeast: shortest) {
          self = lines
          return
        }
      }
      if let lines, lines.characters.count > best?.characters.count ?? 0 { best = lines }
      starts += 1
      if isBare || starts == Self.mostStarts { break }
    }
    guard let best else { return nil }
    self = best
  }

  private init(first run: DressedRun) {
    characters = Array(run.unsigned)
    source = run.source
    noteLength()
    // Something else may follow without a break.
    if let announced, announced <= characters.count {
      let sign = run.characters.count - characters.count
      characters.removeLast(characters.count - announced)
      source = source.lowerBound..<run.end(of: sign + announced, inGroupsEndingAt: announced)
    }
  }

  private mutating func noteLength() {
    guard announced == nil, case .bytes(let count) = Self.length(announcedBy: characters[...])
    else { return }
    announced = (count * 8 + 5) / 6
  }

  private mutating func add(_ line: some Collection<UInt8>, of run: DressedRun) {
    characters += line
    source =
      source
      .lowerBound..<run.end(
        of: run.characters.count, inGroupsEndingAt: characters.count)
    noteLength()
  }

  /// Lines as long as the first one, and a shorter last one.
  private static func equalLines(
    _ runs: ArraySlice<DressedRun>, without repeated: Set<[UInt8]>, isBare: Bool
  ) -> KeyLines? {
    guard let first = runs.first else { return nil }
    var lines = KeyLines(first: first)
    let length = lines.characters.count
    if lines.isWhole { return first.characters.count <= length + tolerance ? lines : nil }
    for (index, run) in zip(runs.indices, runs).dropFirst() {
      if let announced = lines.announced {
        let rest = announced - lines.characters.count
        guard rest > 0 else { break }
        if rest < length {
          lines.addLast(rest, from: runs[index...], without: repeated, isBare: isBare)
          break
        }
      }
      guard let line = run.characters(last: length), !repeated.contains(run.characters) else {
        continue
      }
      lines.add(line, of: run)
    }
    return lines
  }

  private mutating func addLast(
    _ count: Int, from runs: ArraySlice<DressedRun>, without repeated: Set<[UInt8]>, isBare: Bool
  ) {
    let fitting = runs.filter {
      $0.characters(last: count) != nil && !repeated.contains($0.characters)
    }
    let padded = count % 4 == 0 ? nil : fitting.first { $0.padding > 0 }
    // Behind a header, the last one stands right before the footer; else much else may follow.
    let unpadded = isBare ? fitting.first : fitting.last
    guard let run = padded ?? unpadded, let line = run.characters(last: count) else { return }
    add(line, of: run)
  }

  /// Runs of any length that together are a key, as where somebody broke the lines.
  ///
  /// Words of a text can be as long together by chance, so the key has to be one inside, too.
  private static func allLines(
    _ runs: ArraySlice<DressedRun>, without repeated: Set<[UInt8]>, atLeast shortest: Int
  ) -> KeyLines? {
    guard let first = runs.first else { return nil }
    var lines = KeyLines(first: first)
    for run in runs.dropFirst() {
      if let announced = lines.announced, lines.characters.count >= announced { break }
      guard run.characters.count >= shortest, !repeated.contains(run.characters) else { continue }
      lines.add(run.characters, of: run)
    }
    guard let announced = lines.announced,
      (announced...announced + tolerance).contains(lines.characters.count),
      PrivateKeyForm(of: Base64.decodePrefix(lines.characters)) != nil
    else { return nil }
    return lines
  }

  /// What stands in a text more than once is no line of a key.
  private static func repeated(_ runs: ArraySlice<DressedRun>) -> Set<[UInt8]> {
    var seen: Set<[UInt8]> = []
    return Set(runs.map(\.characters).filter { !seen.insert($0).inserted })
  }

  /// The runs up to the first that ends as the first one does.
  private static func first(of runs: [DressedRun]) -> ArraySlice<DressedRun> {
    guard let first = runs.first else { return [] }
    let next = runs.dropFirst().firstIndex {
      $0.characters.count >= first.characters.count
        && $0.characters.suffix(first.characters.count).elementsEqual(first.characters)
    }
    return runs[..<(next ?? runs.endIndex)]
  }

  private static func length(announcedBy characters: ArraySlice<UInt8>) -> PrivateKeyForm.Length {
    PrivateKeyForm.length(announcedBy: Base64.decodePrefix(characters))
  }
}
