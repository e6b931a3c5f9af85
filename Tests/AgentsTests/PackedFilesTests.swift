import Agents
import Foundation
import TestSupport
import Testing

/// Files that are packed are opened before they are read or sent, as a scan opens them.
struct PackedFilesTests {
  private static let mention =
    #"{"hook_event_name":"UserPromptSubmit","cwd":"ROOT","prompt":"see @FILE"}"#

  /// Makes files of a text, each packed in another way.
  private static func pack(_ text: String, in folder: TemporaryFolder) throws {
    try folder.write("text.txt", text)
    try Shell.run(
      #"""
      cd "$0"
      gzip -k text.txt
      python3 - <<'END'
      import sqlite3, zipfile, zlib
      text = open('text.txt').read()
      with zipfile.ZipFile('text.zip', 'w', zipfile.ZIP_DEFLATED) as packed:
          packed.writestr('a/b.txt', text)
      with zipfile.ZipFile('text.docx', 'w', zipfile.ZIP_DEFLATED) as packed:
          half = len(text) // 2
          packed.writestr('[Content_Types].xml', '<Types/>')
          packed.writestr('word/document.xml', '<w:document><w:p><w:r><w:t>%s</w:t></w:r><w:r><w:t>%s'
                          '</w:t></w:r></w:p></w:document>' % (text[:half], text[half:]))
      open('text.run', 'wb').write(b'#!/bin/sh\nexit\n' + open('text.zip', 'rb').read())
      stream = zlib.compress(b'BT (%s) Tj ET' % text.strip().encode())
      open('text.pdf', 'wb').write(
          b'%%PDF-1.4\n1 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n' % len(stream)
          + stream + b'\nendstream\nendobj\n%%EOF\n')
      base = sqlite3.connect('text.db')
      base.execute('create table t(a)')
      base.execute('insert into t values(?)', ('x' * 5000 + ' ' + text + 'x' * 5000,))
      base.commit()
      END
      """#, arguments: [folder.path])
  }

  private static let names = [
    "text.txt.gz", "text.zip", "text.docx", "text.run", "text.pdf", "text.db",
  ]

  @Test func whatIsPackedIsOpened() throws {
    let folder = try TemporaryFolder()
    for (key, isStopped) in [(AgentFixture.key, true), ("none", false)] {
      try Self.pack("KEY=\(key)\n", in: folder)
      for name in Self.names {
        let answer = try NamedFilesTests.answer(
          "claude-code", Self.mention, file: name, root: folder.path)
        #expect(NamedFilesTests.isStopped(answer) == isStopped, "\(name)")
        // There is no other form of it that could be sent.
        #expect(!answer.output.contains("kunci redact"), "\(name)")
      }
      try Shell.run("rm \"$0\"/*", arguments: [folder.path])
    }
  }

  /// Where a text is redacted on its way to the model, what is packed is not read.
  @Test(arguments: [
    ("claude-code", #"{"hook_event_name":"PreToolUse","cwd":"ROOT","tool_name":"TOOL","#),
    ("gemini-cli", #"{"hook_event_name":"BeforeTool","cwd":"ROOT","tool_name":"TOOL","#),
  ])
  func onlyWhatIsPackedIsNotRead(_ agent: String, _ head: String) throws {
    let folder = try TemporaryFolder()
    try Self.pack("KEY=\(AgentFixture.key)\n", in: folder)
    for (tool, name, isStopped) in [
      ("Read", "text.pdf", true), ("Read", "text.zip", true), ("Read", "text.txt", false),
      (agent == "claude-code" ? "Write" : "write_file", "text.pdf", false),
    ] {
      let payload = head.replacing("TOOL", with: tool) + #""tool_input":{"file_path":"FILE"}}"#
      let answer = try NamedFilesTests.answer(agent, payload, file: name, root: folder.path)
      #expect(NamedFilesTests.isStopped(answer) == isStopped, "\(tool) \(name)")
    }
  }

  @Test func whatCannotBeOpenedIsStopped() throws {
    let folder = try TemporaryFolder()
    let signature: [UInt8] = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]
    try folder.write("a.7z", signature + Array(repeating: 0, count: 600))
    // It expands to more than is looked at.
    try Shell.run(
      "cd \"$0\" && head -c 70000000 /dev/zero | gzip > large.gz", arguments: [folder.path])
    for (name, why) in [("a.7z", "7z"), ("large.gz", "expands to more than")] {
      let answer = try NamedFilesTests.answer(
        "claude-code", Self.mention, file: name, root: folder.path)
      #expect(NamedFilesTests.isStopped(answer) && answer.output.contains(why), "\(name)")
      let open = try NamedFilesTests.answer(
        "claude-code", Self.mention, file: name, root: folder.path, failsOpen: true)
      #expect(!NamedFilesTests.isStopped(open), "\(name)")
    }
  }

  /// Some files of the system have no size, and no end.
  @Test func filesWithoutASizeAreReadSoFar() throws {
    guard FileManager.default.fileExists(atPath: "/proc/self/pagemap") else { return }
    let folder = try TemporaryFolder()
    for (name, isStopped) in [("/proc/self/pagemap", true), ("/proc/self/status", false)] {
      let answer = try NamedFilesTests.answer(
        "claude-code", Self.mention, file: name, root: folder.path)
      #expect(NamedFilesTests.isStopped(answer) == isStopped, "\(name)")
    }
  }
}
