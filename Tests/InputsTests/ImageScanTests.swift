import Detection
import Engine
import Findings
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// Images of containers, as `docker save` and OCI tools write them.
@Suite struct ImageScanTests {
  private static let script = """
    import gzip, hashlib, io, json, struct, sys, tarfile
    deleted, app, env, history, zipped, framed = sys.argv[1:]
    def tar(entries):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as made:
            for name, data in entries:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                made.addfile(info, io.BytesIO(data))
        return out.getvalue()
    def zstd(data):
        # A frame of one segment in blocks that are stored; RFC 8878.
        out = bytes.fromhex("28b52ffda0") + struct.pack("<I", len(data))
        for start in range(0, len(data), 100000):
            block = data[start:start + 100000]
            last = start + 100000 >= len(data)
            out += struct.pack("<I", len(block) << 3 | last)[:3] + block
        return out
    config = json.dumps({"config": {"Env": ["PATH=/bin", "KEY=" + env]},
        "history": [{"created_by": "RUN curl -H 'Authorization: " + history + "'"}]}).encode()
    first = tar([("etc/app.env", ("KEY=" + deleted).encode()), ("bin/sh", b"x" * 200000)])
    second = tar([("etc/.wh.app.env", b""), ("app/main.py", ("\\nKEY=" + app).encode())])
    open("docker.tar", "wb").write(tar([
        ("1a/layer.tar", first), ("2b/layer.tar", second), ("c0ffee.json", config),
        ("manifest.json", json.dumps([{"Config": "c0ffee.json", "RepoTags": ["a:1"],
            "Layers": ["1a/layer.tar", "2b/layer.tar"]}]).encode())]))
    layers = [gzip.compress(tar([("etc/z", zipped.encode())])),
        zstd(tar([("etc/framed", b"y" * 300000 + b" " + framed.encode())]))]
    def blob(data):
        return "blobs/sha256/" + hashlib.sha256(data).hexdigest(), data
    open("oci.tar", "wb").write(tar([("oci-layout", b'{"imageLayoutVersion": "1.0.0"}')]
        + [blob(layer) for layer in layers] + [blob(config)]))
    """

  @Test func everyLayerAndTheConfigurationAreScanned() throws {
    let folder = try TemporaryFolder()
    let work = try TemporaryFolder()
    try work.write("make.py", Self.script)
    try Shell.run(
      "cd \"$0\" && shift && python3 \"$@\"",
      arguments: [folder.path, "-", work.path("make.py")] + (1...6).map { LeakedKey.text($0) })
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    let result = Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet))
    func places(_ number: UInt64) -> [String] {
      let finding = result.findings.first { $0.fingerprint == LeakedKey.fingerprint(number) }
      return (finding?.locations ?? []).map {
        let path = $0.path.replacing(folder.path + "/", with: "")
        let parts = path.split(separator: "!").map {
          $0.hasPrefix("blobs/sha256/") ? "blobs/sha256/…" : String($0)
        }
        return parts.joined(separator: "!") + ":\($0.region.line)"
      }.sorted()
    }
    #expect(places(1) == ["docker.tar!1a/layer.tar!etc/app.env:1"])
    #expect(places(2) == ["docker.tar!2b/layer.tar!app/main.py:2"])
    let both = ["docker.tar!c0ffee.json:1", "oci.tar!blobs/sha256/…:1"]
    #expect(places(3) == both)
    #expect(places(4) == both)
    #expect(places(5) == ["oci.tar!blobs/sha256/…!etc/z:1"])
    #expect(places(6) == ["oci.tar!blobs/sha256/…!etc/framed:1"])
    #expect(result.unopened == [])
  }
}
