namespace Graft.Networks;

/// <summary>
/// A checkpoint under the names of today's torchvision: older files, the published ones among them, call some layers of a detector otherwise
/// (<c>fpn.inner_blocks.0.weight</c> for <c>fpn.inner_blocks.0.0.weight</c>).
/// </summary>
internal sealed class DetectionCheckpoint : CheckpointView
{
    private readonly Dictionary<string, string> _names;

    // What names the classes.
    private static readonly string[] Predictors = ["roi_heads.box_predictor.", "roi_heads.mask_predictor.mask_fcn_logits.",
        "head.classification_head.cls_logits."];

    /// <summary>Takes over an opened file; it is closed with this.</summary>
    /// <param name="file">The file.</param>
    /// <param name="withoutPredictor">Leaves out what names the classes: those of a published file are not the user's, even where there are as many.</param>
    public DetectionCheckpoint(ICheckpoint file, bool withoutPredictor = false) : base(file)
    {
        _names = file.Entries.Keys.Where(name => !withoutPredictor || !Predictors.Any(part => name.StartsWith(part, StringComparison.Ordinal)))
            .ToDictionary(Renamed, name => name, StringComparer.Ordinal);
        Entries = _names.ToDictionary(pair => pair.Key, pair => file.Entries[pair.Value], StringComparer.Ordinal);
    }

    public override IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    /// <summary>Trained with frozen batch norms: nothing counts batches. torchvision's COCO_V1 files of this kind have an epsilon of 0.</summary>
    public bool HasFrozenNorms => !Entries.Keys.Any(name => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal));

    public override void Dispose() => File.Dispose();

    protected override string NameInFile(string name) => _names.GetValueOrDefault(name, name);

    private static string Renamed(string name)
    {
        string[] parts = name.Split('.');
        if (parts is not [.., var place, "weight" or "bias"]) return name;
        var before = parts[..^2];
        return before switch
        {
            [.., "fpn", "inner_blocks" or "layer_blocks"] => Inserted(place, "0"),
            [.., "rpn", "head"] when place == "conv" => string.Join('.', [.. before, "conv", "0", "0", parts[^1]]),
            [.., "classification_head" or "regression_head", "conv"] => Inserted((int.Parse(place) / 2).ToString(), "0"),
            [.., "mask_head"] when place.StartsWith("mask_fcn", StringComparison.Ordinal) => Inserted((int.Parse(place[8..]) - 1).ToString(), "0"),
            _ => name,
        };

        string Inserted(string first, string second) => string.Join('.', [.. before, first, second, parts[^1]]);
    }
}
