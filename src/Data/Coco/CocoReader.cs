namespace Graft.Data;

/// <summary>Reads one or several COCO instances files (train, val, test) as one data set.</summary>
internal static class CocoReader
{
    public static ObjectDataset Read(string path)
    {
        var isFile = File.Exists(path);
        var files = isFile ? [path] : CocoFiles.Find(path);
        var root = isFile ? CocoFiles.RootOf(path) : path;
        var documents = files.Select(file => (file, document: CocoJson.Read(file))).ToList();
        var collector = new CocoCollector(root, [.. documents.SelectMany(pair => pair.document.Categories ?? [])]);
        foreach (var (file, document) in documents)
        {
            // A single file is the whole data set, whatever it is called.
            var split = CocoFiles.SplitOf(file);
            collector.Add(file, document, documents.Count > 1 ? split : null, new ImageLookup(root, ImageLookup.Candidates(root, Path.GetDirectoryName(file)!, split)));
        }
        return collector.Build();
    }
}
