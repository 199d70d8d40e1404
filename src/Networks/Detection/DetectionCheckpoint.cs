namespace Graft.Networks;

/// <summary>
/// A checkpoint under the names of today's torchvision: older files, the published ones among them, call some layers of a detector otherwise
/// (<c>fpn.inner_blocks.0.weight</c> for <c>fpn.inner_blocks.0.0.weight</c>).
/// </summary>
internal sealed class DetectionCheckpoint : CheckpointView
{
    private readonly Dictionary<string, string> _names;

    private const string Body = "backbone.body.";

    // What names the classes.
    private static readonly string[] Predictors = ["roi_heads.box_predictor.", "roi_heads.mask_predictor.mask_fcn_logits.",
        "head.classification_head.cls_logits."];

    /// <summary>Takes over an opened file; it is closed with this.</summary>
    /// <param name="file">The file.</param>
    /// <param name="withoutPredictor">Leaves out what names the classes: those of a published file are not the user's, even where there are as many.</param>
    public DetectionCheckpoint(ICheckpoint file, bool withoutPredictor = false) : base(file)
    {
        var prefix = Prefix = PrefixOf(file);
        _names = new(StringComparer.Ordinal);
        List<string> left = [];
        // Today's names first: where a file has a layer in both spellings, the earlier one is left.
        foreach (var (name, today) in file.Entries.Keys.Select(name => (name, today: TodayOf(name, prefix))).OrderBy(pair => pair.name != prefix + pair.today))
            if (today is null || !_names.TryAdd(today, name)) left.Add(name);
        foreach (var name in _names.Keys.Where(name => withoutPredictor && Predictors.Any(part => name.StartsWith(part, StringComparison.Ordinal))).ToList())
            _names.Remove(name);
        Entries = _names.ToDictionary(pair => pair.Key, pair => file.Entries[pair.Value], StringComparer.Ordinal);
        Ignored = [.. file.Ignored, .. left];
    }

    public override IReadOnlyDictionary<string, CheckpointEntry> Entries { get; }

    /// <summary>What a wrapper put before all names, or empty.</summary>
    public string Prefix { get; }

    /// <summary>What was left: entries beside the detector, and layers that the file has in today's spelling too.</summary>
    public override IReadOnlyList<string> Ignored { get; }

    /// <summary>Trained with frozen batch norms: nothing counts batches. torchvision's COCO_V1 files of this kind have an epsilon of 0.</summary>
    public bool HasFrozenNorms => !Entries.Keys.Any(name => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal));

    public override void Dispose() => File.Dispose();

    protected override string NameInFile(string name) => _names.GetValueOrDefault(name, name);

    // What a wrapper puts before all names: Lightning's "model.".
    private static string PrefixOf(ICheckpoint file)
    {
        var name = file.Entries.Keys.FirstOrDefault(key =>
            key.StartsWith(Body, StringComparison.Ordinal) || key.Contains($".{Body}", StringComparison.Ordinal));
        return name?[..name.IndexOf(Body, StringComparison.Ordinal)] ?? "";
    }

    private static string? TodayOf(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? Renamed(name[prefix.Length..]) : null;

    private static string Renamed(string name)
    {
        string[] parts = name.Split('.');
        if (parts is not [.., var place, "weight" or "bias"]) return name;
        var before = parts[..^2];
        return before switch
        {
            [.., "fpn", "inner_blocks" or "layer_blocks"] => Inserted(place, "0"),
            [.., "rpn", "head"] when place == "conv" => string.Join('.', [.. before, "conv", "0", "0", parts[^1]]),
            [.., "classification_head" or "regression_head", "conv"] when int.TryParse(place, out var layer) => Inserted($"{layer / 2}", "0"),
            [.., "mask_head"] when place.StartsWith("mask_fcn", StringComparison.Ordinal) && int.TryParse(place[8..], out var layer) =>
                Inserted($"{layer - 1}", "0"),
            _ => name,
        };

        string Inserted(string first, string second) => string.Join('.', [.. before, first, second, parts[^1]]);
    }
}
