import Basics
import Detection
import Findings
import Redaction

/// Files that are about to be read, or are sent with a prompt, where nobody can take anything out
/// afterwards.
extension AgentGuard {
  /// The verdict on the files that a payload names.
  func verdict(
    onFilesOf payload: JSONTree.Node, _ event: Agent.Event, in folders: [String],
    texts: [JSONTree.Node], _ redactor: PayloadRedactor
  ) throws(Unreadable) -> Verdict {
    if event.moment == .fileRead, texts.isEmpty,
      !event.files.contains(where: { payload[$0] != nil })
    {
      throw Unreadable(
        message: "the payload has no `\(event.files.first?.joined(separator: ".") ?? "file")`")
    }
    let places = FilePlaces(folders: folders)
    let isWriter = payload[event.tool]?.string.map(event.writers.contains) ?? false
    let expandsGlobs = payload[event.tool]?.string.map(event.globReaders.contains) ?? false
    var look = FileLook(redactor: redactor, folders: event.folders)
    for (parts, onlyPacked) in isWriter ? [] : [(event.files, false), (event.packedFiles, true)] {
      look.onlyPacked = onlyPacked
      let names = parts.flatMap { part in
        payload[part].map { FileMembers.files(in: $0, named: part.last ?? "") } ?? []
      }
      for name in names {
        if let verdict = verdict(on: places.places(of: name), called: name, event, look) {
          return verdict
        }
      }
      let globs = names.filter(FileGlobs.isGlob)
      if expandsGlobs, !globs.isEmpty, let verdict = verdict(on: globs, event, places, look) {
        return verdict
      }
    }
    look.onlyPacked = false
    return try verdict(onMentionsIn: texts, event, places, look) ?? .pass
  }

  /// The verdict on all files that globs stand for.
  private func verdict(
    on globs: [String], _ event: Agent.Event, _ places: FilePlaces, _ look: FileLook
  ) -> Verdict? {
    let (paths, isComplete) = places.files(matching: FileGlobs(globs))
    for path in paths {
      if let verdict = verdict(on: [path], called: path, event, look) { return verdict }
    }
    guard !isComplete, !failsOpen else { return nil }
    return .refuse(
      GuardReason.unseen(
        event.moment, "there are too many files to find those that its patterns stand for"))
  }

  private func verdict(
    onMentionsIn texts: [JSONTree.Node], _ event: Agent.Event, _ places: FilePlaces,
    _ look: FileLook
  ) throws(Unreadable) -> Verdict? {
    guard let style = event.mentions else { return nil }
    var anywhere: Set<String> = []
    for text in texts.flatMap(\.allStrings) {
      let mentions: [FileMentions.Mention]
      do throws(FileMentions.Failure) {
        mentions = try FileMentions.mentions(in: text.meant, style)
      } catch {
        guard !failsOpen else { continue }
        return .refuse(GuardReason.unseen(event.moment, error.rawValue))
      }
      for mention in mentions {
        if mention.isAnywhere { anywhere.insert(mention.name) }
        if event.mentionsChanges {
          let changes = MentionedChanges(folders: places.folders, look: look)
          let answer = changes.answer(to: mention.name)
          if let answer, let verdict = verdict(of: answer, called: "@" + mention.name, event) {
            return verdict
          }
        }
        if let verdict = verdict(
          on: places.places(of: mention.name), called: mention.name, event, look)
        {
          return verdict
        }
      }
    }
    guard !anywhere.isEmpty else { return nil }
    let (paths, isComplete) = places.files(endingWith: anywhere)
    for path in paths {
      if let verdict = verdict(on: [path], called: path, event, look) { return verdict }
    }
    guard !isComplete, !failsOpen else { return nil }
    let why = "there are too many files to find those that it mentions without their folders"
    return .refuse(GuardReason.unseen(event.moment, why))
  }

  /// The verdict on one file, wherever it is; nil where nothing is to be said.
  private func verdict(
    on places: [String], called name: String, _ event: Agent.Event, _ look: FileLook
  ) -> Verdict? {
    verdict(
      of: places.lazy.map(look.look).first(where: \.isOfInterest) ?? .nothing, called: name, event)
  }

  private func verdict(
    of answer: FileLook.Answer, called name: String, _ event: Agent.Event
  ) -> Verdict? {
    let isPrompt = event.moment == .prompt
    switch answer {
    case .nothing, .clean: return nil
    case .secrets(let found):
      let name = self.name(found.file ?? name)
      guard !isPrompt else {
        return .refuse(GuardReason.mention(name, found.secrets, isPacked: found.isPacked))
      }
      let quoted = found.text.flatMap { quote(String(decoding: $0, as: UTF8.self)) }
      return .refuse(GuardReason.file(name, found.secrets, withheld: quoted))
    case .unseen(let why):
      guard !failsOpen else { return nil }
      return .refuse(GuardReason.unseenFile(self.name(name), shown.redact(why), isPrompt: isPrompt))
    }
  }
}
