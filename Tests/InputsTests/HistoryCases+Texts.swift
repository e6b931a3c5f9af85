import Foundation
import ScanTestSupport
import TestSupport
import Testing

extension HistoryCase {
  /// Texts of a repository that are no files.
  static let texts: [HistoryCase] = [
    HistoryCase(
      "commit message", finds: [.key(1, "commit/*/message:3:8 commit-message < Say it")]
    ) { repository in
      try repository.commit("Say it\n\nkey is \(LeakedKey.text(1))")
    },
    HistoryCase(
      "first line of a commit message, which is also the summary",
      finds: [
        .key(1, "commit/*/message:1:8 commit-message < Use 𝒌 \(LeakedKey.redacted(1)) now"),
        .key(2, "a.env:1:1 < Use 𝒌 \(LeakedKey.redacted(1)) now", atHead: true),
      ]
    ) { repository in
      // A character outside the basic plane takes two columns.
      try repository.write("a.env", LeakedKey.text(2))
      try repository.commit("Use 𝒌 \(LeakedKey.text(1)) now")
    },
    HistoryCase(
      "another header of a commit, such as the tag that was merged",
      finds: [.key(1, "commit/*/header:2:5 commit-message < Base")]
    ) { repository in
      try repository.commit("Base")
      let commit = try repository.git("cat-file", "commit", "HEAD")
      let end = try #require(commit.range(of: "\n\n")?.lowerBound)
      try repository.folder.write(
        "commit.txt",
        "\(commit[..<end])\nmergetag object 0\n is \(LeakedKey.text(1))\n too\(commit[end...])")
      let id = try repository.git("hash-object", "-t", "commit", "-w", "../commit.txt")
      try repository.git("update-ref", "HEAD", id.trimmingCharacters(in: .newlines))
    },
    HistoryCase(
      "many keys in one folder, which later commits change",
      finds: (1...20).map { number in
        .key(
          number, "folder/\(number).env:1:1 < \(number > 18 ? "More" : "Add")", atHead: number != 3)
      }
    ) { repository in
      for number in 1...20 {
        try repository.write("folder/\(number).env", LeakedKey.text(UInt64(number)))
        if number == 18 { try repository.commit("Add") }
      }
      try repository.commit("More")
      try repository.git("rm", "-q", "folder/3.env")
      try repository.write("folder/plain.txt", "text")
      try repository.commit("Change")
    },
    HistoryCase(
      "message of an annotated tag", finds: [.key(1, "tag/*/message:2:3 tag-message")]
    ) { repository in
      try repository.commit("Base")
      try repository.git("tag", "-a", "v1", "-m", "one\n> \(LeakedKey.text(1))")
    },
    HistoryCase(
      "message of a tag of a tag", finds: [.key(1, "tag/*/message:1:1 tag-message")]
    ) { repository in
      try repository.commit("Base")
      try repository.git("tag", "-a", "v1", "-m", LeakedKey.text(1))
      try repository.git("tag", "-a", "v2", "v1", "-m", "over it")
      try repository.git("tag", "-d", "v1")
    },
    HistoryCase(
      "names and addresses of author, committer and tagger",
      finds: [
        .key(1, "commit/*/author:1:8 author < Mine"), .key(2, "commit/*/author:1:17 author < Mine"),
        .key(3, "tag/*/author:1:8 author"),
      ]
    ) { repository in
      try repository.git(
        ["commit", "-q", "--allow-empty", "-m", "Mine"],
        environment: [
          "GIT_AUTHOR_NAME": LeakedKey.text(1), "GIT_COMMITTER_NAME": "Cleo",
          "GIT_COMMITTER_EMAIL": "\(LeakedKey.text(2))@example.com",
        ])
      try repository.git(
        ["tag", "-a", "v1", "-m", "one"], environment: ["GIT_COMMITTER_NAME": LeakedKey.text(3)])
    },
    HistoryCase(
      "names of branches and tags",
      finds: [
        .key(1, "ref/refs/heads/try/\(LeakedKey.redacted(1)):1:16 ref-name"),
        .key(2, "ref/refs/tags/v1.\(LeakedKey.redacted(2)):1:14 ref-name"),
      ]
    ) { repository in
      try repository.commit("Base")
      try repository.git("branch", "try/\(LeakedKey.text(1))")
      try repository.git("tag", "v1.\(LeakedKey.text(2))")
    },
    HistoryCase(
      "name of a file",
      finds: [
        .key(1, "keys/ü \(LeakedKey.redacted(1)).txt:1:8 path < Add", atHead: true)
      ]
    ) { repository in
      try repository.write("keys/ü \(LeakedKey.text(1)).txt", "content")
      try repository.commit("Add")
      try repository.write("keys/ü \(LeakedKey.text(1)).txt", "other content")
      try repository.write("other", "changes the root")
      try repository.commit("Change")
    },
    HistoryCase(
      "name of a folder, since removed",
      finds: [
        .key(
          1, "\(LeakedKey.redacted(1))/sub/one:1:1 path < Add",
          "\(LeakedKey.redacted(1))/two:1:1 path < More")
      ]
    ) { repository in
      try repository.write("\(LeakedKey.text(1))/sub/one", "1")
      try repository.commit("Add")
      try repository.write("\(LeakedKey.text(1))/two", "2")
      try repository.commit("More")
      try repository.git("rm", "-q", "-r", LeakedKey.text(1))
      try repository.commit("Remove")
    },
    HistoryCase(
      "name of a folder, and of a file in it",
      finds: [
        .key(
          1, "\(LeakedKey.redacted(1))/\(LeakedKey.redacted(2)).txt:1:1 path < Add",
          "\(LeakedKey.redacted(1))/plain:1:1 path < Add", atHead: true),
        .key(
          2, "\(LeakedKey.redacted(1))/\(LeakedKey.redacted(2)).txt:1:75 path < Add", atHead: true),
      ]
    ) { repository in
      try repository.write("\(LeakedKey.text(1))/\(LeakedKey.text(2)).txt", "1")
      try repository.write("\(LeakedKey.text(1))/plain", "2")
      try repository.commit("Add")
    },
    HistoryCase(
      "target of a symbolic link", finds: [.key(1, "link:1:6 < Add", atHead: true)]
    ) { repository in
      try repository.folder.link(repository.name + "/link", to: "../x/\(LeakedKey.text(1))")
      try repository.commit("Add")
    },
    HistoryCase(
      "binary file", finds: [.key(1, "a.bin:2:3 < Add", atHead: true)]
    ) { repository in
      let bytes = [0x7f, 0x45, 0, 10, 0, 2] + Array(LeakedKey.text(1).utf8) + [0, 0xff]
      try repository.folder.write(repository.name + "/a.bin", bytes)
      try repository.commit("Add")
    },
    HistoryCase(
      "UTF-16, both ways round",
      finds: [
        .key(1, "big.txt:2:6 utf-16be < Add", atHead: true),
        .key(2, "little.txt:2:6 utf-16le < Add", atHead: true),
      ]
    ) { repository in
      let big = Array("first\n𝒌 = \(LeakedKey.text(1))\n".utf16)
      let little = Array("first\n𝒌 = \(LeakedKey.text(2))\n".utf16)
      try repository.folder.write(
        repository.name + "/big.txt",
        ([0xfeff] + big).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] })
      try repository.folder.write(
        repository.name + "/little.txt",
        ([0xfeff] + little).flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })
      try repository.commit("Add")
    },
  ]
}
