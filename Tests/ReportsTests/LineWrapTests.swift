import Testing

@testable import Reports

struct LineWrapTests {
  private static let text =
    "Take it out with `git restore --staged -- a/very/long/path b` and then go on, 鍵 by 鍵."

  @Test(arguments: [20, 30, 44, 60, 200])
  func keepsWordsAndCommandsWhole(width: Int) {
    let lines = LineWrap(width: width).lines(Self.text, after: 4)
    #expect(lines.joined(separator: " ") == Self.text)
    #expect(lines.count { $0.contains("`git restore --staged -- a/very/long/path b`") } == 1)
    for line in lines where !line.contains("`") {
      #expect(TerminalText(line).cells <= max(20, width - 4))
    }
  }

  @Test func breaksNothingWithoutATerminal() {
    #expect(LineWrap(width: nil).lines(Self.text, after: 4) == [Self.text])
  }

  @Test func countsNoCellsForColours() {
    let text = Palette(useColor: true).bad("Revoke") + " it now."
    #expect(LineWrap(width: 20).lines(text, after: 0) == [text])
  }
}
