import Basics

/// The guard's entries in an agent's settings.
package struct HookEntries {
  /// What is wrong with a file of settings.
  package struct Failure: Error {
    package var message: String
  }

  private let agent: Agent
  private var editor: JSONEditor

  /// Reads settings; nothing is as good as an empty object.
  ///
  /// - Throws: ``Failure`` for what is no JSON, or has hooks of another form.
  package init(of agent: Agent, in text: [UInt8]?) throws(Failure) {
    self.agent = agent
    let isEmpty = text?.allSatisfy { $0 <= 0x20 } ?? true
    editor = try Self.trying { () throws(JSONTree.Failure) in
      try JSONEditor(isEmpty ? Array("{}\n".utf8) : text ?? [])
    }
    guard editor.tree.root.isObject else { throw Failure(message: "it is no JSON object") }
    if let hooks = editor.tree.root["hooks"] {
      let isKnown =
        isList
        ? hooks.isArray
        : hooks.isObject && hooks.members.allSatisfy { $0.value.isArray || !isOwn($0.name) }
      guard isKnown else {
        throw Failure(
          message: "its `hooks` are not of the form that \(agent.documentation) describes")
      }
    }
  }

  /// The settings.
  package var text: [UInt8] { editor.text }

  /// Whether there is nothing in the settings but what an installation makes.
  package var isBare: Bool {
    let root = editor.tree.root
    return root.members.allSatisfy { $0.name == "version" }
      && root.range.upperBound + 1 >= text.count
  }

  /// The events that have an entry of the guard, and its command lines.
  package var installed: [(event: String, command: String)] {
    agent.events.flatMap { event in
      commands(of: event.name).filter(isGuard).map { (event.name, $0) }
    }
  }

  /// Whether all is as an installation would leave it.
  package func isInstalled(_ command: String) -> Bool {
    agent.events.allSatisfy { event in commands(of: event.name).filter(isGuard) == [command] }
  }

  /// Adds an entry for each event, in place of those that are there.
  package mutating func install(_ command: String) throws(Failure) {
    try uninstall(keepsFrame: true)
    let settings = agent.settings
    let events = agent.events
    let isList = isList
    try edit { editor throws(JSONTree.Failure) in
      if let version = settings.version, editor.tree.root["version"] == nil {
        try editor.add("version", version.json, to: [])
      }
      let none = JSON.array(AnySequence<JSON>([]))
      if editor.tree.root["hooks"] == nil {
        try editor.add("hooks", isList ? none : .object([]), to: [])
      }
      for event in events {
        if !isList, editor.tree.root[["hooks", event.name]] == nil {
          try editor.add(event.name, none, to: ["hooks"])
        }
        try editor.append(
          settings.entry(for: event, command: command),
          to: isList ? ["hooks"] : ["hooks", event.name])
      }
    }
  }

  /// Takes the entries out, and what is empty then.
  package mutating func uninstall() throws(Failure) { try uninstall(keepsFrame: false) }

  private mutating func uninstall(keepsFrame: Bool) throws(Failure) {
    let agent = agent
    let paths = isList ? [["hooks"]] : agent.events.map { ["hooks", $0.name] }
    try edit { editor throws(JSONTree.Failure) in
      for path in paths {
        var hadGuard = false
        while let index = editor.tree.root[path]?.elements.firstIndex(where: { element in
          Self.commands(of: element).contains { Self.isGuard($0, of: agent) }
        }) {
          hadGuard = true
          try editor.removeElement(index, of: path)
        }
        if hadGuard, !keepsFrame || path.count > 1,
          editor.tree.root[path]?.elements.isEmpty == true
        {
          try editor.removeMember(path.last ?? "", of: Array(path.dropLast()))
        }
      }
      if !keepsFrame, let hooks = editor.tree.root["hooks"], hooks.isObject, hooks.members.isEmpty {
        try editor.removeMember("hooks", of: [])
      }
    }
  }

  // MARK: Parts

  /// Whether the entries of all events are in one list.
  private var isList: Bool { if case .triggers = agent.settings.layout { true } else { false } }

  private func isOwn(_ event: String) -> Bool { agent.events.contains { $0.name == event } }

  private func commands(of event: String) -> [String] {
    let hooks = editor.tree.root["hooks"]
    let own =
      isList ? hooks?.elements.filter { $0["trigger"]?.string == event } : hooks?[event]?.elements
    return (own ?? []).flatMap(Self.commands)
  }

  /// The command lines of an entry, or of a group of them.
  private static func commands(of element: JSONTree.Node) -> [String] {
    let own = [element["command"], element["bash"], element[["action", "command"]]]
    return own.compactMap { $0?.string } + (element["hooks"]?.elements ?? []).flatMap(commands)
  }

  private func isGuard(_ command: String) -> Bool { Self.isGuard(command, of: agent) }

  private static func isGuard(_ command: String, of agent: Agent) -> Bool {
    (command + " ").contains(" guard \(agent.name) ")
  }

  private mutating func edit(
    _ change: (inout JSONEditor) throws(JSONTree.Failure) -> Void
  ) throws(Failure) {
    var changed = editor
    try Self.trying { () throws(JSONTree.Failure) in try change(&changed) }
    editor = changed
  }

  private static func trying<Result>(
    _ body: () throws(JSONTree.Failure) -> Result
  ) throws(Failure) -> Result {
    do throws(JSONTree.Failure) {
      return try body()
    } catch {
      throw Failure(message: "line \(error.line): \(error.message)")
    }
  }
}
