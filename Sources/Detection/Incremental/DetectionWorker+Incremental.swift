import Basics
import PatternEngine

extension DetectionWorker {
  /// Looks at a whole text and keeps what is needed for texts that share bytes with it.
  package func knowledge(of text: Span<UInt8>) -> TextKnowledge {
    knowledge(of: text, copies: [], from: TextKnowledge(), decodes: true)
  }

  /// Looks at a text where it differs from one that is known.
  ///
  /// The outcome is that of a look at the whole text. A literal is where it was when all of it was
  /// copied in one piece; only new bytes and seams are searched. A match is as it was when all that
  /// decides about it was copied in one piece; where a literal announces any other, it is tried.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - copies: What it has from its base, in the order of the text, without overlaps.
  ///   - base: What is known of the base.
  ///   - decodes: Whether encoded texts are looked for, too; the same for all texts of a chain.
  ///   - isBase: Whether others have bytes from this text.
  /// - Returns: What is now known of the text; of one that is no base, that is what it holds.
  package func knowledge(
    of text: Span<UInt8>, copies: [CopiedRange], from base: TextKnowledge, decodes: Bool,
    isBase: Bool = true
  ) -> TextKnowledge {
    var memory = takeMemory()
    defer { giveBack(memory) }
    memory.origin.sumUp(copies, length: text.count, baseLength: base.length)
    var known = TextKnowledge()
    known.length = text.count
    known.signs = base.signs
    carryAnchors(of: base, to: &memory)
    if !base.matches.isEmpty {
      for copy in memory.origin.copies {
        carryMatches(of: base, over: copy, of: memory.origin, to: &known)
      }
    }
    findAnchors(in: text, &memory, noting: &known.signs)
    if decodes {
      decode(text, where: memory.origin, from: base, anchors: memory.anchors, to: &known)
    }
    if isBase, !memory.anchors.isEmpty { known.anchors = Array(memory.anchors[...]) }
    guard !memory.open.isEmpty else { return known }
    forgetTriedOffsets()
    var found: [PlainMatch] = []
    for hit in memory.open { tryRules(at: hit, in: text, into: &found) }
    let carriedMatches = known.matches.count
    for match in found where !isSettled(match, in: memory.origin) { known.matches.append(match) }
    if known.matches.count > carriedMatches { known.matches.sort { $0.start < $1.start } }
    return known
  }

  /// Looks for literals where the text is new.
  private func findAnchors(
    in text: Span<UInt8>, _ memory: inout IncrementalMemory, noting signs: inout TextSigns
  ) {
    let (prefilter, origin) = (detector.prefilter, memory.origin)
    origin.forEachNewRange(
      widenedBy: { prefilter.zone(around: $0, length: text.count) },
      { range in
        prefilter.forEachHit(in: text, range: range) { hit in
          guard !isMark(hit, noting: &signs), !origin.isCopied(extent(of: hit)) else { return }
          memory.new.append(hit)
        }
      })
    guard !memory.new.isEmpty else { return }
    memory.open += memory.new
    // The prefilter gives them in about their order.
    memory.new.sort(by: precedes)
    memory.merge(by: precedes)
  }

  private func precedes(_ left: LiteralPrefilter.Hit, _ right: LiteralPrefilter.Hit) -> Bool {
    (left.offset, left.literal) < (right.offset, right.literal)
  }

  /// Takes over the literals that were copied whole, and lists those that must be tried again.
  private func carryAnchors(of base: TextKnowledge, to memory: inout IncrementalMemory) {
    guard !base.anchors.isEmpty else { return }
    let anchors = base.anchors
    var cursor = BaseCursor()
    for copy in memory.origin.copies {
      let copied = cursor.elements(in: copy, of: anchors) { $0.offset }
      guard !copied.isEmpty else { continue }
      let start = memory.anchors.count
      memory.anchors.append(contentsOf: anchors[copied])
      leaveOutTorn(from: start, endingBy: copy.baseEnd, &memory.anchors)
      move(&memory.anchors, from: start, by: copy.shift)
      listOpen(
        memory.anchors, from: start, settled: memory.origin.settled(in: copy), &memory.open)
    }
  }

  /// Leaves out literals of which not all was copied.
  private func leaveOutTorn(
    from start: Int, endingBy end: Int, _ anchors: inout [LiteralPrefilter.Hit]
  ) {
    var tail = anchors.count
    while tail > start, anchors[tail - 1].offset > end - detector.longestExtent { tail -= 1 }
    guard tail < anchors.count else { return }
    for index in tail..<anchors.count {
      let hit = anchors[index]
      guard extent(of: hit).upperBound <= end else { continue }
      anchors[tail] = hit
      tail += 1
    }
    anchors.removeLast(anchors.count - tail)
  }

  private func move(_ anchors: inout [LiteralPrefilter.Hit], from start: Int, by shift: Int) {
    guard shift != 0 else { return }
    var moved = anchors.mutableSpan
    for index in start..<moved.count { moved[index].offset &+= shift }
  }

  /// Lists the literals that must be tried again, as bytes that decide about them may be others.
  private func listOpen(
    _ anchors: [LiteralPrefilter.Hit], from start: Int, settled: Range<Int>,
    _ open: inout [LiteralPrefilter.Hit]
  ) {
    let (shapes, reach) = (detector.anchorShapes, detector.anchorReach)
    @inline(__always) func list(_ hit: LiteralPrefilter.Hit, to open: inout [LiteralPrefilter.Hit])
    {
      let shape = shapes[hit.literal]
      if hit.offset < settled.lowerBound &+ shape.before
        || hit.offset > settled.upperBound &- shape.after
      {
        open.append(hit)
      }
    }
    // In the middle of a long copy, no literal is open.
    var index = start
    while index < anchors.count, anchors[index].offset < settled.lowerBound &+ reach.before {
      list(anchors[index], to: &open)
      index += 1
    }
    var tail = anchors.count
    while tail > index, anchors[tail - 1].offset > settled.upperBound &- reach.after { tail -= 1 }
    for index in tail..<anchors.count { list(anchors[index], to: &open) }
  }

  private func carryMatches(
    of base: TextKnowledge, over copy: CopiedRange, of origin: TextOrigin,
    to known: inout TextKnowledge
  ) {
    var index = base.matches.partitionPoint { $0.start < copy.baseStart }
    while index < base.matches.count, base.matches[index].start < copy.baseEnd {
      var match = base.matches[index]
      index += 1
      match.start += copy.shift
      guard isSettled(match, in: origin, copy) else { continue }
      match.secret = match.secret.moved(by: copy.shift)
      known.matches.append(match)
    }
  }

  private func isSettled(_ match: PlainMatch, in origin: TextOrigin) -> Bool {
    guard let copy = origin.copy(holding: match.start) else { return false }
    return isSettled(match, in: origin, copy)
  }

  private func isSettled(
    _ match: PlainMatch, in origin: TextOrigin, _ copy: CopiedRange
  ) -> Bool {
    let reach = detector.reach(ofRule: match.rule)
    let settled = origin.settled(in: copy)
    return settled.lowerBound + reach.before <= match.start
      && match.start <= settled.upperBound - reach.after
  }
}
