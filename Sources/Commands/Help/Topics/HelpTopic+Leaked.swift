extension HelpTopic {
  /// `kunci help leaked`.
  static let leakedText = #"""
    1. Revoke it first. A pushed key counts as stolen, however short it was there: programs read
       public pushes within a minute. Each finding names the page, or says how where there is none;
       `kunci explain FINGERPRINT` also says how to ask the provider whether the key still works.
    2. Make a new key: one per project and environment, with the least rights and a spending limit.
    3. Look at the provider's log of uses and at the bill.
    4. Keep the new key in an environment variable or in the secret store of your platform. List
       `.env` in `.gitignore` and commit an `.env.example` with placeholders.
    5. Only then tidy up: rewriting the history is tidiness, not safety, as clones and caches keep
       the key. This says when it came in, when it went, who has it, and the commands for this very
       repository, from `git commit --amend` to `git filter-repo`:

         kunci explain FINGERPRINT --history

    6. Look again, and stop the next one:

         kunci history
         kunci hook install pre-commit pre-push
    """#
}
