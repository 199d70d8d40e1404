namespace Graft.Data;

/// <summary>Images that got another name because the format has no place for theirs, or another image has it: told, and listed beside them.</summary>
internal static class RenamedImages
{
    /// <summary>The list: a CSV of old,new.</summary>
    public const string FileName = "renamed.csv";

    /// <summary>Writes the list where there is anything in it; old names as in the data set that is read, new ones from the folder.</summary>
    public static void Write(IReadOnlyDictionary<string, ConvertedImage> images, string folder)
    {
        var renamed = images.Where(image => image.Value.IsRenamed).ToList();
        if (renamed.Count > 0)
            AtomicFile.WriteText(Path.Combine(folder, FileName),
                CsvText.Line("old", "new") + string.Concat(renamed.Select(image => CsvText.Line(image.Key, image.Value.Place))));
    }

    /// <summary>How many there are, with an example; none where every image has its name.</summary>
    public static IEnumerable<Problem> Notes(IReadOnlyDictionary<string, ConvertedImage> images, string folder)
    {
        var renamed = images.Where(image => image.Value.IsRenamed).ToList();
        if (renamed.Count > 0)
            yield return new Problem(folder, $"{Words.Count(renamed.Count, "image has", "images have")} another name here, such as "
                + $"{renamed[0].Value.Place}, which was {renamed[0].Key}; all are in {FileName}.",
                $"Where other files name images, go by {FileName}.", IsWarning: true);
    }
}
