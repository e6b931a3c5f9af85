/// The places that are known, on Linux and macOS.
///
/// To add one is to add a path here. Where agents keep what was said is in their documentation: Claude
/// Code <https://code.claude.com/docs/en/settings>, Codex <https://developers.openai.com/codex/config-reference>,
/// Gemini CLI <https://geminicli.com/docs/cli/session-management>, Copilot CLI
/// <https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-config-dir-reference>.
enum MachinePlaces {
  static let all: [MachinePlace] = [
    MachinePlace(
      title: "shell histories", kind: .history,
      paths: [
        ".bash_history", ".zsh_history", ".zhistory", ".histfile", ".sh_history", ".history",
        ".local/share/fish/fish_history", ".config/fish/fish_history", ".zsh_sessions/*",
        ".bash_sessions/*", ".local/share/powershell/PSReadLine/*_history.txt",
      ]),
    MachinePlace(
      title: "histories of other programs", kind: .history,
      paths: [
        ".python_history", ".node_repl_history", ".psql_history", ".mysql_history",
        ".sqlite_history", ".rediscli_history", ".dbshell", ".mongodb/mongosh/mongosh_repl_history",
        ".lesshst", ".wget-hsts", ".irb_history", ".local/share/python_history",
      ]),
    MachinePlace(
      title: "transcripts of coding agents", kind: .transcripts,
      paths: [
        ".claude/projects", ".claude/history.jsonl", ".claude/todos", ".claude/debug",
        ".claude/shell-snapshots", ".claude/file-history", ".codex/sessions",
        ".codex/archived_sessions", ".codex/history.jsonl", ".codex/log", ".gemini/tmp",
        ".copilot/history-session-state", ".copilot/session-state", ".copilot/logs",
        ".cursor/projects", ".cursor/chats", ".local/share/opencode/storage",
        ".local/share/opencode/log", ".continue/sessions", ".aider.chat.history.md",
        ".aider.input.history", "**/.aider.chat.history.md", "**/.aider.input.history",
        ".config/goose/sessions", ".local/share/goose/sessions", ".local/share/crush",
      ]),
    MachinePlace(
      title: "settings of coding agents", kind: .settings,
      paths: [
        ".claude/settings.json", ".claude/settings.local.json", ".claude/CLAUDE.md",
        ".codex/config.toml", ".codex/AGENTS.md", ".gemini/settings.json", ".gemini/.env",
        ".gemini/GEMINI.md", ".copilot/config.json", ".copilot/settings.json",
        ".config/opencode/opencode.json", ".continue/config.yaml", ".continue/config.json",
        ".aider.conf.yml", ".config/goose/config.yaml", ".config/crush/crush.json",
        ".config/io.datasette.llm/keys.json",
        "Library/Application Support/io.datasette.llm/keys.json",
      ]),
    MachinePlace(
      title: "configurations of MCP servers", kind: .settings,
      paths: [
        ".claude.json", ".mcp.json", ".cursor/mcp.json", ".codeium/windsurf/mcp_config.json",
        ".config/Claude/claude_desktop_config.json",
        "Library/Application Support/Claude/claude_desktop_config.json",
        ".config/Code/User/mcp.json", "Library/Application Support/Code/User/mcp.json",
        ".copilot/mcp-config.json", ".config/zed/settings.json", ".lmstudio/mcp.json",
      ]),
    MachinePlace(
      title: "credentials of agents", kind: .store,
      paths: [
        ".claude/.credentials.json", ".codex/auth.json", ".gemini/oauth_creds.json",
        ".local/share/opencode/auth.json", ".config/github-copilot/apps.json",
        ".config/github-copilot/hosts.json", ".cache/huggingface/token", ".huggingface/token",
        ".config/openai/auth.json",
      ]),
    MachinePlace(
      title: "credentials of clouds", kind: .store,
      paths: [
        ".aws/credentials", ".config/gcloud/application_default_credentials.json",
        ".config/gcloud/legacy_credentials/*/adc.json", ".azure/msal_token_cache.json",
        ".azure/accessTokens.json", ".kube/config", ".oci/config", ".config/doctl/config.yaml",
        ".config/hcloud/cli.toml", ".terraform.d/credentials.tfrc.json", ".terraformrc",
        ".config/rclone/rclone.conf", ".s3cfg", ".boto", ".vault-token", ".fly/config.yml",
        ".config/heroku", ".config/stripe/config.toml", ".databrickscfg", ".snowsql/config",
      ]),
    MachinePlace(
      title: "credentials of registries and code hosts", kind: .store,
      paths: [
        ".npmrc", ".yarnrc.yml", ".pypirc", ".config/pip/pip.conf", ".pip/pip.conf", ".netrc",
        ".git-credentials", ".config/git/credentials", ".config/gh/hosts.yml",
        ".config/glab-cli/config.yml", ".docker/config.json", ".cargo/credentials.toml",
        ".cargo/credentials", ".gem/credentials", ".m2/settings.xml", ".gradle/gradle.properties",
        ".nuget/NuGet/NuGet.Config", ".composer/auth.json", ".config/composer/auth.json",
        ".pgpass", ".my.cnf", ".condarc", ".kaggle/kaggle.json",
      ]),
    MachinePlace(
      title: "settings of shells and editors", kind: .settings,
      paths: [
        ".bashrc", ".bash_profile", ".bash_aliases", ".profile", ".zshrc", ".zshenv", ".zprofile",
        ".config/fish/config.fish", ".config/fish/fish_variables", ".envrc", ".env",
        ".config/environment.d", ".pam_environment", ".gitconfig", ".config/git/config",
        ".config/Code/User/settings.json", ".config/Cursor/User/settings.json",
        ".config/VSCodium/User/settings.json", ".config/Code/User/globalStorage/*/settings",
        "Library/Application Support/Code/User/settings.json",
        "Library/Application Support/Cursor/User/settings.json", ".vimrc",
        ".config/nvim/init.lua", ".config/nvim/init.vim", ".emacs", ".emacs.d/init.el",
        ".authinfo", ".ssh/config", ".curlrc", ".wgetrc",
      ]),
    MachinePlace(
      title: "checkpoints of notebooks", kind: .leftover, paths: ["**/.ipynb_checkpoints"]),
    MachinePlace(
      title: "downloads", kind: .leftover,
      paths: [
        "Downloads/*.json", "Downloads/*.pem", "Downloads/*.env", "Downloads/.env*",
        "Downloads/*.key", "Downloads/*credentials*.csv", "Downloads/*accessKeys*.csv",
        "Desktop/*.json", "Desktop/*.pem", "Desktop/*.env",
      ]),
  ]
}
