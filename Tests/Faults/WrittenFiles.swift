import Foundation
import TestSupport

extension Question {
  /// The file that the answer goes to, relative to the repository; nonsense for other questions.
  var writtenFile: String {
    [.installHook, .replaceHook].contains(self) ? ".git/hooks/pre-push" : Self.report
  }

  /// Whether the answer itself, and not only findings, is on standard output.
  var writesToOutput: Bool { [.explain, .explainFromHistory].contains(self) }
}

/// What stood where a command writes, before it did.
struct WrittenFiles {
  private let question: Question
  private let old: Data?
  private var path: String { question.writtenFile }

  /// Puts an old file there, or none.
  init(_ question: Question, in copy: String, _ hasOld: Bool) throws {
    self.question = question
    let file = URL(filePath: "\(copy)/\(question.writtenFile)")
    guard hasOld || question == .replaceHook else {
      old = nil
      return
    }
    if question == .installHook {
      _ = try KunciProgram.run(["hook", "install", "pre-push"], in: copy)
    } else {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("#!/bin/sh\nexit 0\n".utf8).write(to: file)
    }
    old = try Data(contentsOf: file)
  }

  /// Says what is half-written; nil if nothing is.
  func blame(after run: WatchedRun, in copy: String) -> String? {
    let now = try? Data(contentsOf: URL(filePath: "\(copy)/\(path)"))
    let kept = try? Data(contentsOf: URL(filePath: "\(copy)/\(path).before-kunci"))
    if run.status != nil {
      let folder = URL(filePath: "\(copy)/\(path)").deletingLastPathComponent()
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      if let left = names.first(where: { $0.hasPrefix(".kunci-") }) { return "leaves \(left)" }
    }
    let isNew = now.map(isWhole) ?? false
    if question == .replaceHook {
      if run.status == 0 { return isNew && kept == old ? nil : "exit code 0, and no hook" }
      return isNew && kept == old || now == old ? nil : "the hook that was there is out of use"
    }
    if run.status == 0, Self.writing.contains(question), !isNew {
      return "exit code 0, not written"
    }
    return now == old || isNew ? nil : "\(path) is half-written"
  }

  private static let writing: Set<Question> = [.baseline, .baselineOfHistory, .installHook]

  /// Whether a file was written to its end.
  private func isWhole(_ data: Data) -> Bool {
    guard path == Question.report else {
      return String(decoding: data, as: UTF8.self).hasSuffix("\"$@\"\n")
    }
    return (try? JSONSerialization.jsonObject(with: data)) != nil
  }
}
