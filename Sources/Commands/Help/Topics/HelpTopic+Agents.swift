import Agents

extension HelpTopic {
  /// `kunci help agents`.
  static var agentsText: String {
    #"""
      kunci hook install claude-code    # in the settings of this project
      kunci hook install codex --global # in your own, for all projects
      kunci hook status                 # also of git's hooks
      kunci hook uninstall claude-code

    An agent that has hooks calls `kunci guard AGENT` with what is about to happen, and acts on the
    answer. Nothing is written to disk, and nothing is sent anywhere.


    """# + Agents.all.map(facts).joined(separator: "\n") + "\n\n" + #"""
      Not here:

      """# + Agents.others.map { "  \($0.title) \($0.why)\n" }.joined() + #"""

        What is looked at: the prompt; the arguments of a tool; what a tool gave, or the file that it is
        about to read where nobody can take anything out afterwards; and files that are attached to a
        prompt, or that it mentions, as `@src/main.c`, `@"a name"`, `@main.c#L1-20`, or `#file:main.c`
        in an editor: whole, whatever lines are meant, and in a workspace of several folders below each.
        Of Cline, `@git-changes` and a commit as `@1a2b3c4` are looked into as well: all of each file
        that has changed, and what it was; `@terminal` is stopped, as no hook is told what stands there.
        Patterns (`docs/**/*.pdf`) stand for all files that they match, in Gemini CLI's
        `read_many_files`. A folder is looked into where the agent sends what is in it. What is packed
        is opened as in a scan: archives, office documents, PDFs, databases, mails.

        A tool that writes over a file sends nothing of it to the model, so only what it writes is
        looked at; one that answers with the file as it is then, as Cline's `replace_in_file` does,
        counts as reading it.

        What cannot be looked at is stopped: a payload that is no JSON, a file of more than 64 MiB, what
        is packed and expands to more, is encrypted or of a form that is not opened, a folder of more
        than 5000 files, a pipe, a file that cannot be read. `--fail-open` lets it pass. A file that is
        not there passes: nothing is read. In what a tool gave, bytes that are no text are looked into as in
        a binary file; where a secret in them cannot be taken out, all of it is withheld.

        ACCEPTED for the guard is what the project has accepted by its fingerprint: `kunci ignore
        FINGERPRINT`, and what stands in `.kunci-baseline.json`, at the root of the repository that the
        agent works in. Nothing else counts: no comment such as `kunci:ignore`, as the model writes the
        text that it would stand in; no `rule:` and no path alone, and no entry with `path:`. A model
        that may write files and run kunci can accept a secret that it has the fingerprint of, which
        shows in `git diff`; `--no-repo-config`, also of `kunci hook install AGENT`, lets nothing count.

        What gets through: keys in forms that nobody knows, files that a command reads where the agent
        cannot hide what it prints, and what an agent does without telling its hooks.
        """#
  }

  private static func facts(_ agent: Agent) -> String {
    """
      \(agent.name): \(agent.title), \(agent.documentation)
        \(agent.settings.project), or ~/\(agent.settings.user)
        \(agent.advice)
    """
  }
}
