extension HelpTopic {
  /// `kunci help archives`.
  static let archivesText = #"""
    What is packed is opened in files, in the index, in a history, in what is pushed and on standard
    input alike. It is told by its bytes, never by its name:

      archives    zip (with jar, whl, apk, nupkg … and zip64; also behind a program or anything
                  else, with a comment of any length), tar (with `docker save` and OCI images,
                  their deleted files and their configuration), ar and deb, cpio, and what a shell
                  script unpacks that has it behind its last line, in its first 32 MB
      compressed  gzip, zlib, bzip2, xz, LZMA, zstd, lz4, .Z
      documents   Word, Excel, PowerPoint and OpenDocument files (text across its runs, cells as
                  Sheet1!B7), SQLite databases (also what was deleted) and their -wal, PDF with
                  what is attached and keys that go over the end of a line, mail (.eml, .emlx,
                  mailboxes), compressed texts of PNG, files in uuencode in any text, from
                  `begin 644 name` to `end`, also cut off, indented or quoted
      git         binary files in diffs, unless git wrote a difference alone; bundles and
                  packs: all blobs, messages and names, as a.bundle!blob/ID!src/key.txt; of a
                  file whose base it leaves out the new lines alone, as a.bundle!delta/OFFSET

    Documents and bundles of more than 32 MB are listed as not read, but for databases and bundles
    that are files by themselves.

    Up to 8 in one another (`--max-archive-depth`, 0 opens none). A member is named behind a `!`:
    a.tar.gz!b.zip!notes/key.txt:3:7. Globs and ignore files take it like a file in a folder
    (a.tar.gz/b.zip/, *.txt), or as it is written. The byte offset is that in the member.

    Nothing is unpacked to the disk, and memory is bounded. An archive may have 500,000 members; what
    is packed may expand to 4 GB a member, 32 GB in all, and 200 times its size (64 MB always). What
    is beyond that, takes a password, is damaged, or is packed in a way that is not read (7z, RAR,
    CAB, RPM …) is listed as skipped with the reason, and 0 becomes 2. `--exclude` leaves it out,
    `--allow-incomplete` accepts it.
    """#
}
