namespace Graft.Networks;

/// <summary>A face network that others publish as an ONNX file, and that does not come with Graft.</summary>
/// <param name="Name">As the command line takes it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="Licence">SPDX identifier of the licence of the weights.</param>
/// <param name="Source">Where it is published.</param>
internal sealed record PublishedFace(string Name, FaceNetworkKind Kind, string FileName, string Licence, string Source)
{
    /// <summary>What it is, and what Graft does with it.</summary>
    public required string Description { get; init; }

    /// <summary>Address of the file; null where it is not downloaded, since nobody has told its hash.</summary>
    public Uri? Address { get; init; }

    /// <summary>SHA-256 of the file, hexadecimal, lower case; null where it is not known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The contract that a descriptor needs beside its file, as JSON; null for what describes nothing.</summary>
    public string? Contract { get; init; }
}

/// <summary>The face networks of others that are known by name.</summary>
internal static class PublishedFaces
{
    private const string Zoo = "https://github.com/opencv/opencv_zoo", AuraFace = "https://huggingface.co/fal/AuraFace-v1";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PublishedFace> All { get; } =
    [
        new("yunet", FaceNetworkKind.Detector, "face_detection_yunet_2023mar.onnx", "MIT", $"{Zoo}, models/face_detection_yunet")
        {
            Description = "boxes of faces with five landmarks each, of OpenCV's zoo; for other programs: Graft does not run it, since its alignments need 68",
            Address = new($"{Zoo}/raw/main/models/face_detection_yunet/face_detection_yunet_2023mar.onnx"),
            Sha256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
        },
        new("sface", FaceNetworkKind.Descriptor, "face_recognition_sface_2021dec.onnx", "Apache-2.0", $"{Zoo}, models/face_recognition_sface")
        {
            Description = "112 x 112 pixels of an aligned face to 128 values, compared by the cosine, of OpenCV's zoo (SFace, arXiv:2205.12010)",
            Address = new($"{Zoo}/raw/main/models/face_recognition_sface/face_recognition_sface_2021dec.onnx"),
            Sha256 = "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
            // OpenCV's FaceRecognizerSF: RGB as it is, and a cosine of 0.363 or more is a match.
            Contract = Json("sface", "Apache-2.0", $"{Zoo}, models/face_recognition_sface", "0", "1", 128, """, "threshold": 0.637"""),
        },
        new("auraface", FaceNetworkKind.Descriptor, "glintr100.onnx", "Apache-2.0", AuraFace)
        {
            Description = "112 x 112 pixels of an aligned face to 512 values, compared by the cosine, of fal (ArcFace, arXiv:1801.07698)",
            Contract = Json("auraface", "Apache-2.0", AuraFace, "127.5", "0.00784313725490196", 512, ""),
        },
    ];

    /// <summary>The one of that name, or null.</summary>
    public static PublishedFace? Find(string name) => All.FirstOrDefault(network => network.Name == name);

    /// <summary>Where the file is, or null when it is not on this machine. Its content is not checked.</summary>
    public static string? PathOf(PublishedFace network) =>
        Path.Combine(GraftHome.Weights, network.FileName) is var path && File.Exists(path) ? path : null;

    /// <summary>The file of a descriptor: of the network that was named, or where no network has that name, what was given as a path.</summary>
    /// <exception cref="GraftException">That network describes nothing, or is not on this machine.</exception>
    public static string FileOf(string given)
    {
        if (Find(given) is not { } network || File.Exists(given)) return given;
        if (network.Kind != FaceNetworkKind.Descriptor)
            throw new GraftException($"{network.Name} describes no faces.", $"A network that does is expected: "
                + $"{string.Join(" or ", All.Where(one => one.Kind == FaceNetworkKind.Descriptor).Select(one => one.Name))}, or an ONNX file.");
        return PathOf(network) ?? throw new GraftException(
            $"{network.Name} is not on this machine: there is no '{network.FileName}' in '{GraftHome.Weights}'.", "",
            network.Address is null ? ByHand(network) : $"Download it: `graft models pull {network.Name}`.");
    }

    /// <summary>
    /// Downloads the file unless it is on this machine already, and answers with its path. Its contract is written beside it, unless one is there: that may
    /// have been changed.
    /// </summary>
    /// <exception cref="GraftException">Unreachable, refused, another hash, no room on the disk; or no hash is known.</exception>
    public static async Task<string> PullAsync(PublishedFace network, PullOptions options, CancellationToken cancellation)
    {
        if (network is not { Address: { } address, Sha256: { } hash })
            throw new GraftException($"{network.Name} is not downloaded: no hash of {network.FileName} is known here, so nobody could tell what came.",
                $"It is published at {network.Source}.", ByHand(network));
        var path = await new WeightsPull(PullTarget.Of(network.Name, address, network.FileName, hash, options), options).RunAsync(cancellation);
        var beside = Path.ChangeExtension(path, ".json");
        if (network.Contract is { } contract && !File.Exists(beside)) PartFile.Guarded(path, () => AtomicFile.WriteText(beside, contract));
        return path;
    }

    private static string ByHand(PublishedFace network) => $"Take it from {network.Source}, write its contract beside it (`graft models {network.Name}` "
        + $"prints it), and give its path as {Flag.Of("--descriptor")}.";

    private static string Json(string name, string licence, string source, string mean, string scale, int dimension, string more) => $$"""
        {
          "name": "{{name}}", "licence": "{{licence}}", "source": "{{source}}",
          "alignment": "arcface112", "order": "rgb", "mean": {{mean}}, "scale": {{scale}}, "size": 112,
          "dimension": {{dimension}}, "metric": "cosine"{{more}}
        }

        """;
}
