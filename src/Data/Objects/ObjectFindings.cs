using Graft.Imaging;

namespace Graft.Data;

/// <summary>Checks objects against their images and one another.</summary>
internal sealed class ObjectFindings
{
    private const int MaxExamples = 20;
    private readonly ObjectDataset _dataset;
    private readonly ExaminationOptions _options;
    private readonly FindingList _problems, _sizes;
    private readonly List<string> _empty;
    private readonly List<string> _emptied;
    private readonly List<string> _turned = [];
    private readonly List<string> _clipped = [];
    private readonly List<string> _twice = [];
    private readonly List<string> _loose = [];

    public ObjectFindings(ObjectDataset dataset, Examination images, ExaminationOptions options)
    {
        (_dataset, _options, _problems, _sizes) = (dataset, options, new FindingList(dataset.Root), new FindingList(dataset.Root));
        for (var at = 0; at < dataset.Samples.Count; at++)
            if (images.Facts[at].Error is null) Check(dataset.Samples[at], images.Facts[at]);
        _empty = [.. dataset.Samples.Where(sample => sample is { Objects.Count: 0, LostObjects: 0 }).Select(sample => sample.Name)];
        _emptied = [.. dataset.Samples.Where((sample, at) => images.Facts[at].Error is null
            && sample.Objects.Count + sample.LostObjects > 0 && !LeftOut.Contains(sample.Name)
            && sample.Objects.Index().All(item => Bad.Contains((sample.Name, item.Index)))).Select(sample => sample.Name)];
        LeftOut.UnionWith(_emptied);
    }

    public int Negatives => _empty.Count;

    public int Clipped => _clipped.Count;

    public HashSet<(string, int)> Bad { get; } = [];

    /// <summary>Objects whose polygon, or a part of it, could not be read, and why; their boxes are good.</summary>
    public List<(string Name, string Fault)> BrokenPolygons { get; } = [];

    /// <summary>Images of another size than annotated, where those are left out, and images with annotations of which none is left.</summary>
    public HashSet<string> LeftOut { get; } = [];

    /// <summary>That boxes are taken where polygons are broken, for those who need no polygons; null where none is.</summary>
    public Problem? OfPolygons() => BrokenPolygons.Count == 0 ? null
        : Summary([.. BrokenPolygons.Select(one => $"{one.Name} ({one.Fault.TrimEnd('.')})")], "object has", "objects have",
            "a polygon that cannot be used, and the box is taken", "Nothing to do to learn boxes; draw the polygons again to learn masks.");

    /// <summary>What is wrong with single objects; nothing of the classes.</summary>
    public IEnumerable<Problem> OfObjects()
    {
        foreach (var problem in _sizes.Errors) yield return problem.Under(_options.OnBadImage);
        foreach (var problem in _problems.Errors) yield return problem.Under(_options.OnBadObject);
        if (_empty.Count > 0)
            yield return Summary(_empty, "image has", "images have", $"no object and {(_empty.Count == 1 ? "teaches" : "teach")} that there is none",
                "Nothing to do where nothing is to be seen; otherwise annotate what is there.");
        if (_emptied.Count > 0)
            yield return Summary(_emptied, "image has", "images have",
                $"annotations of which none can be used, and {(_emptied.Count == 1 ? "is" : "are")} left out: " +
                "taken for background, what is there would be unlearned",
                "Annotate again what is there; where nothing is, remove the annotations.");
        if (TurnedImages.Warning(_dataset.Root, _turned) is { } turned) yield return turned;
        if (_clipped.Count > 0)
            yield return Summary(_clipped, "box reaches", "boxes reach", "beyond the image and is cut off at its edge",
                "Nothing to do if objects leave the image there; otherwise look whether the sizes agree.");
        if (_twice.Count > 0)
            yield return Summary(_twice, "object is", "objects are", "annotated twice, with the same class and box",
                "Remove the second one: it would count as missed.");
        if (_loose.Count > 0)
            yield return Summary(_loose, "object has", "objects have", "a polygon that its box does not fit", "Check whether box and polygon belong together.");
    }

    private void Check(ObjectSample sample, SampleFacts facts)
    {
        if (!HasItsSize(sample, facts) && _options.OnBadImage == OnBadImage.Skip) return;
        if (facts.Orientation != 1 && sample.Objects.Count > 0) _turned.Add(sample.Name);
        var seen = new HashSet<(int, Box, bool)>();
        for (var at = 0; at < sample.Objects.Count; at++)
        {
            var item = sample.Objects[at];
            var name = sample.NameOf(at, _dataset.Classes);
            if (Fault(item, facts) is { } fault)
            {
                Bad.Add((sample.Name, at));
                _problems.ErrorOfOne(name, fault.What, fault.Cure);
                continue;
            }
            if (item.PolygonFault is { } broken) BrokenPolygons.Add((name, broken));
            if (item.Box.Clip(facts.Width, facts.Height) != item.Box) _clipped.Add(name);
            if (!seen.Add((item.Label, item.Box, item.IsCrowd))) _twice.Add(name);
            if (IsLoose(item)) _loose.Add(name);
        }
    }

    private bool HasItsSize(ObjectSample sample, SampleFacts facts)
    {
        if (sample.Width == 0 || sample.Height == 0 || (sample.Width, sample.Height) == (facts.Width, facts.Height)) return true;
        var isExchanged = sample.Width == facts.Height && sample.Height == facts.Width;
        var turned = isExchanged && facts.Orientation >= 5;
        if (_options.OnBadImage == OnBadImage.Skip) LeftOut.Add(sample.Name);
        _sizes.ErrorOfOne(sample.Name, $"It was annotated at {sample.Width} x {sample.Height}, the upright image is {facts.Width} x {facts.Height}."
            + (turned ? " The camera's rotation (EXIF) was not applied when it was annotated."
                : isExchanged ? " Width and height are exchanged." : "")
                + (_options.OnBadImage == OnBadImage.Skip ? " It is left out." : ""),
            turned ? "Annotate the upright image, or remove the orientation from the file."
                : isExchanged ? "Correct the size in the annotation if the boxes lie right; otherwise restore the image that was annotated."
                : "Annotate this image, or restore the one that was annotated.");
        return false;
    }

    private static (string What, string Cure)? Fault(ObjectAnnotation item, SampleFacts facts)
    {
        var box = item.Box;
        if (!(float.IsFinite(box.X1) && float.IsFinite(box.Y1) && float.IsFinite(box.X2) && float.IsFinite(box.Y2)))
            return ($"The box {Show(box)} is made of no numbers.", "Draw it again, or remove it.");
        if (box.IsEmpty) return ($"The box {Show(box)} has no area.", "Draw it again, or remove it.");
        if (box.Clip(facts.Width, facts.Height).IsEmpty)
            return ($"The box {Show(box)} lies outside the image of {facts.Width} x {facts.Height}.",
                "Check whether it belongs to another image, or remove it.");
        return null;
    }

    private static bool IsLoose(ObjectAnnotation item)
    {
        Box? polygon = item.Mask?.Bounds ?? (item.Polygons is { Count: > 0 } parts ? ObjectPlacement.Around(parts) : null);
        // Of small objects one pixel more or less is half of them.
        return polygon is { } bounds && item.Box.Area > 100 && bounds.IoU(item.Box) < 0.5;
    }

    private Problem Summary(List<string> names, string one, string many, string what, string cure) =>
        new(_dataset.Root, $"{Words.Count(names.Count, one, many)} {(names.Count == 1 ? what : what.Replace(" is cut", " are cut"))}: "
            + $"{Words.List(names, MaxExamples)}.", cure, IsWarning: true);

    private static string Show(Box box) => FormattableString.Invariant($"({box.X1:0.#}, {box.Y1:0.#}) to ({box.X2:0.#}, {box.Y2:0.#})");
}
