import Detection
import Engine
import Findings
import KeyFormats
import SystemIO

@testable import Inputs

/// A diff, read in pieces and at once; a key in a line that is added behind it.
///
/// Input: the size of the pieces, and the diff.
final class DiffTarget: FuzzTarget {
  static let name = "diff"

  static var seeds: [[UInt8]] {
    let file = "--- a/x\n+++ b/x\n"
    return [
      "diff --git a/x b/x\n\(file)@@ -1,2 +1,3 @@ f()\n a\n-b\n+c\n+d\n",
      "\(file)@@ -0,0 +1 @@\n+a\n\\ No newline at end of file\n",
      "\(file)@@ -1 +1,99 @@\n+a\n\\ another line\n-b\n+c\n",
      "\(file)@@ -1 +\(Int.max),\(Int.max) @@\n+a\n+b\n",
      "diff --cc x\n\(file)@@@ -1,1 -1,1 +1,2 @@@\n  a\n++b\n -c\n- d\n",
      "diff --git a/x b/x\nGIT binary patch\nliteral 3\nKcmZ\n\nliteral 0\nHcmV?d00001\n",
      "* commit 0123456789\n| \u{1B}[1mdiff --git a/x b/x\u{1B}[m\n",
      "* a\n| diff --git a/x b/x\n| +++ b/x\n| @@ -1,2 +1,2 @@\n|  {+a+}\n| -b\n| +c\n|\n* b\n",
      "diff --git a/x b/x\nBinary files a/x and b/x differ\nBinary files differ\n",
      "\(file)@@ -1 +1 @@\n\(file)\"b/\\303\\266\\\n",
    ].map { [7] + Array($0.utf8) }
  }

  private let run = ScanRun(ScanPlan(ruleSet: TextMaker.detector.ruleSet), TextMaker.detector)
  private let key = Array(KeyTemplate.expand("+sk-or-v1-{hex:64}", seed: 1).utf8)

  func run(_ input: [UInt8]) {
    let size = 1 + Int(input.first ?? 0)
    // What is no text may be taken for another encoding.
    let diff = input.dropFirst().filter { (0x20..<0x7F).contains($0) || $0 == 10 || $0 == 13 }
    let (pieces, whole) = (Self.lines(of: diff, size), Self.lines(of: diff, .max))
    invariant(pieces == whole, "other lines in pieces")
    let ends = diff.count { $0 == 10 } + (diff.isEmpty || diff.last == 10 ? 0 : 1)
    invariant(whole.count == ends, "lines that are not told of")
    for (line, text) in zip(whole, diff.split(separator: 10, omittingEmptySubsequences: false)) {
      guard line == .removed else { continue }
      invariant(text.contains(UInt8(ascii: "-")) || text.contains(92), "a line is lost")
    }
    let start = Array("--- a/x\n+++ b/x\n".utf8)
    let text = start + diff + [10] + key + [10]
    var rest = text[...]
    let source = StreamSource(named: "stdin") { limit, buffer in
      let piece = Array(rest.prefix(min(limit, size)))
      rest = rest.dropFirst(piece.count)
      buffer.append(piece.span)
      return piece.count
    }
    let reading = source.read(run)
    let last = text.count { $0 == 10 }
    invariant(reading.coverage.scanned.bytes == text.count, "another size")
    for occurrence in reading.occurrences {
      guard case .stream = occurrence.location.provenance else { continue }
      invariant((1...last).contains(occurrence.location.region.line), "a line outside")
    }
    invariant(
      reading.occurrences.contains { $0.match.secret.elementsEqual(key.dropFirst()) },
      "what is added is not read")
  }

  private static func lines(of diff: [UInt8], _ size: Int) -> [DiffLines.Line] {
    var rest = diff[...]
    let reader = DiffLines(after: [], in: DiffDress(diff) ?? .bare) { limit, buffer in
      let piece = Array(rest.prefix(min(limit, size)))
      rest = rest.dropFirst(piece.count)
      buffer.append(piece.span)
      return piece.count
    }
    var lines: [DiffLines.Line] = []
    while let line = try? reader.next() { lines.append(line) }
    return lines
  }
}
