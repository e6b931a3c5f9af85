/// What `kunci help` explains besides commands; the raw value is what one types.
///
/// The texts stand here alone: the README refers to them.
enum HelpTopic: String, CaseIterable {
  case agents
  case archives
  case ci
  case comingFrom = "coming-from"
  case config
  case evidence
  case hooks
  case ignoring
  case json
  case leaked
  case recipes
  case repositories
  case rulesFormat = "rules-format"

  /// One line for the list of topics.
  var summary: String {
    switch self {
    case .agents: "Coding agents: which have hooks, what is looked at, what is accepted."
    case .archives: "What is packed: which archives, compressed files and documents are opened."
    case .ci: "In continuous integration: exit codes, formats, GitHub, GitLab, Jenkins, a shell."
    case .comingFrom: "Coming from another scanner: what to type, ids, files."
    case .config: "Configuration files, also those of gitleaks."
    case .evidence: "How sure kunci is and why, files of secrets, and what it does not do."
    case .hooks: "Git hooks, servers, husky, lefthook and the pre-commit framework."
    case .ignoring: "Accepting what is no secret: comments, .kunciignore, baselines."
    case .json: "The members of the JSON report."
    case .leaked: "What to do when a key has leaked."
    case .recipes: "Common tasks, a few lines each."
    case .repositories: "Many repositories: lists, shards, merging, going on, caches."
    case .rulesFormat: "Writing rules of your own."
    }
  }

  /// All of it.
  var text: String {
    switch self {
    case .agents: Self.agentsText
    case .archives: Self.archivesText
    case .ci: Self.ciText
    case .comingFrom: Self.comingFromText
    case .config: Self.configText
    case .evidence: Self.evidenceText
    case .hooks: Self.hooksText
    case .ignoring: Self.ignoringText
    case .json: Self.jsonText
    case .leaked: Self.leakedText
    case .recipes: Self.recipesText
    case .repositories: Self.repositoriesText
    case .rulesFormat: Self.rulesFormatText
    }
  }
}
