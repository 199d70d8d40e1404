namespace Graft.Data;

/// <summary>File names of images in their new place: the usual folders are stripped, and no two are the same.</summary>
internal static class ConvertedNames
{
    private static readonly HashSet<string> Default = new(StringComparer.OrdinalIgnoreCase)
    { "images", "JPEGImages", "train2017", "val2017", "test2017", "train2014", "val2014" };

    /// <summary>For each sample a name below its split's folder, or below one folder for all splits when flat.</summary>
    public static IReadOnlyDictionary<string, string> Of(ObjectDataset dataset, bool flat)
    {
        var (names, used) = (new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var sample in dataset.Samples)
        {
            string[] parts = [.. sample.Name.Split('/')
                .Where((part, at) => at == sample.Name.Count(c => c == '/')
                || !(Default.Contains(part) || SplitNames.Canonical(part) is not null || part == ".."))];
            var name = string.Join(flat ? "_" : "/", parts);
            // Label files drop the extension, so a.jpg and a.png would share one.
            var (split, number, stem) = (flat ? "" : sample.Split ?? "", 1, Path.ChangeExtension(name, null));
            var chosen = name;
            while (!used.Add($"{split}/{Path.ChangeExtension(chosen, null)}")) chosen = $"{stem}_{++number}{Path.GetExtension(name)}";
            names[sample.Name] = chosen;
        }
        return names;
    }

    /// <summary>Copies an image's file as it is.</summary>
    public static void Copy(ObjectSample sample, string to) => Copy(sample.Path, to);

    /// <summary>Copies a file as it is.</summary>
    public static void Copy(string from, string to)
    {
        try
        {
            AtomicFile.WriteBytes(to, FileContent.Bytes(from));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{from}' cannot be copied: {failure.Message}", "", "Check that it exists, and its permissions.", failure);
        }
    }

    /// <summary>Width and height as annotated or as the image's header says.</summary>
    public static (int Width, int Height) SizeOf(ObjectSample sample)
    {
        if (sample.Width > 0 && sample.Height > 0) return (sample.Width, sample.Height);
        var info = Imaging.ImageFile.Inspect(sample.Path);
        return (info.Width, info.Height);
    }
}
