namespace Graft.Data;

/// <summary>
/// Compares a data set with what its conversion is read as. What differs was lost, whatever the writer meant to do; a difference that a format
/// explains is said in its words.
/// </summary>
internal sealed class ConversionComparison
{
    /// <summary>What to do about a difference that no format explains.</summary>
    public const string Unforeseen = "Keep the original and do not use this copy: nothing in the format asks for it.";
    private readonly ObjectDataset _before;
    private readonly ObjectDataset _after;
    private readonly DatasetFormat _format;
    private readonly ConversionLosses _losses;

    private ConversionComparison(ObjectDataset before, ObjectDataset after, DatasetFormat format, ConversionLosses losses) =>
        (_before, _after, _format, _losses) = (before, after, format, losses);

    /// <summary>What was lost; empty where both say the same.</summary>
    /// <param name="before">What was written.</param>
    /// <param name="after">What was read.</param>
    /// <param name="images">Where the images were put, by their names.</param>
    /// <param name="format">The format that was written.</param>
    /// <param name="losses">Collects what is found.</param>
    public static void Compare(ObjectDataset before, ObjectDataset after, IReadOnlyDictionary<string, ConvertedImage> images, DatasetFormat format,
        ConversionLosses losses) => new ConversionComparison(before, after, format, losses).All(images);

    private void All(IReadOnlyDictionary<string, ConvertedImage> images)
    {
        if (_after.Format != _format) _losses.Add($"it is read as {_after.Format}", _before.Root, Unforeseen);
        foreach (var error in _after.Errors) _losses.Add($"what was written is refused ({error.What})", error.Where, Unforeseen);
        Whole();
        Classes();
        Numbers();
        var found = _after.Samples.ToDictionary(sample => ImageFiles.NameOf(_after.Root, sample.Path), StringComparer.Ordinal);
        var objects = new ObjectComparison(_before, _after, _format, _losses);
        foreach (var sample in _before.Samples)
            if (!found.Remove(images[sample.Name].Place, out var other) || new FileInfo(other.Path) is not { Exists: true } file
                || file.Length != new FileInfo(sample.Path).Length)
                _losses.Add("images are not found again", sample.Name, Unforeseen);
            else
            {
                Image(sample, other);
                objects.Compare(sample, other);
            }
        foreach (var (place, _) in found) _losses.Add("images are found that were not there", place, Unforeseen);
    }

    private void Whole()
    {
        foreach (var (name, _) in Fields.Missing(_before.Extra, _after.Extra))
            _losses.AddOfFile(name, _before.Root);
        foreach (var (name, fields) in _before.ClassExtra)
            foreach (var (field, _) in Fields.Missing(fields, _after.ClassExtra.GetValueOrDefault(name)))
                _losses.AddOfClass(field, name);
    }

    private void Classes()
    {
        var counts = new int[_before.Classes.Count];
        foreach (var item in _before.Samples.SelectMany(sample => sample.Objects)) counts[item.Label]++;
        var kept = new List<(string Name, int Id)>();
        for (var label = 0; label < counts.Length; label++)
            if (_after.Classes.Contains(_before.Classes[label])) kept.Add((_before.Classes[label], _before.CategoryIds[label]));
            else if (counts[label] == 0)
                _losses.AddUnused(_before.Classes[label]);
            else if (_after.Classes.Contains(_before.Classes[label].Trim()))
                _losses.Add("names of classes lose the spaces around them", _before.Classes[label], "Nothing to do, unless a model has them.");
            else _losses.Add("classes are not found again", _before.Classes[label], Unforeseen);
        foreach (var name in _before.UnusedClasses.Where(name => !_after.Classes.Contains(name))) _losses.AddUnused(name);
        if (kept.SequenceEqual(_after.Classes.Zip(_after.CategoryIds))) return;
        if (_format == DatasetFormat.Yolo)
            _losses.Add("the categories get the numbers 0, 1, 2 and so on", _before.Root, "Keep the original where other tools know its numbers.");
        else if (_format == DatasetFormat.Voc)
            _losses.Add("the classes lose their numbers and are sorted by name", _before.Root, "Give the classes of the model when reading.");
        else _losses.Add("the classes are sorted by their numbers", _before.Root, "Give the classes of the model when reading.");
    }

    // Numbers that count from 1 in the order of the images say nothing, where the format has no place for them.
    private void Numbers()
    {
        var (images, again) = (_before.Samples.Select(sample => sample.Id), _after.Samples.Select(sample => sample.Id));
        var objects = _before.Samples.SelectMany(sample => sample.Objects).Select(item => item.Id);
        if (_format == DatasetFormat.Coco)
        {
            const string Cure = "Nothing to do, unless other files name them by number.";
            if (Changed(images, again)) _losses.Add("images get new numbers, since some have none or two of a split the same", _before.Root, Cure);
            if (Changed(objects, _after.Samples.SelectMany(sample => sample.Objects).Select(item => item.Id)))
                _losses.Add("objects get new numbers, since some have none or two of a split the same", _before.Root, Cure);
            return;
        }
        if (images.Index().Any(pair => pair.Item is { } id && id != pair.Index + 1))
            _losses.Add("the images' numbers are not kept", _before.Root, "Keep the original where other files name images by number.");
        if (objects.Index().Any(pair => pair.Item is { } id && id != pair.Index + 1))
            _losses.Add("the objects' numbers are not kept", _before.Root, "Keep the original where other files name objects by number.");
    }

    // Both may be sorted otherwise, where folders got other names.
    private static bool Changed(IEnumerable<long?> before, IEnumerable<long?> after) =>
        before.Any(id => id is not null) && !before.Order().SequenceEqual(after.Order());

    private void Image(ObjectSample sample, ObjectSample other)
    {
        if (sample.Split != other.Split)
            if (_format == DatasetFormat.Yolo && (sample.Split, other.Split) is (null, SplitNames.Train))
                _losses.Add("images of no split become training images, since others have a split", sample.Name, "Make the split before the conversion.");
            else if (_format == DatasetFormat.Yolo && (sample.Split, other.Split) is (SplitNames.Train, null))
                _losses.Add("training images without any others are read as images of no split", sample.Name, "Make the split before the conversion.");
            else _losses.Add("images change their split", sample.Name, Unforeseen);
        if (sample.Group is not null && sample.Group != other.Group)
            _losses.Add("groups are not kept", sample.Name, "Make the split before the conversion.");
        foreach (var (field, _) in Fields.Missing(sample.Extra, other.Extra))
            if (_format == DatasetFormat.Coco && CocoImage.Words.Contains(field))
                _losses.Add(Fields.IsCocos(field), sample.Name, ConversionLosses.Keep);
            else _losses.AddOfImage(field, sample.Name);
    }
}
