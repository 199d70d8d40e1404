namespace Graft.Reports;

/// <summary>Provenance: weights, model file, machine.</summary>
internal static class DetailsSection
{
    public static void Write(HtmlPage page, ReportData data)
    {
        var rows = new List<(string Name, Markup Value)>();
        if (data.Artifact is { } file)
        {
            rows.Add(("Model file", HtmlPage.Encode($"<code>{file.Path}</code>, {Numbers.Bytes(file.Bytes)}")));
            rows.Add(("SHA-256", HtmlPage.Encode($"<code>{file.Sha256}</code>")));
            if (file.LargestDifference is { } gap) rows.Add(("Trainer against ONNX Runtime", HtmlPage.Encode($"largest difference of a score {gap:0.0e0}")));
        }
        foreach (var origin in data.Origin?.Lineage() ?? [])
        {
            rows.Add(("Pretrained weights", HtmlPage.Encode($"{origin.Name}, from {origin.Source}")));
            rows.Add(("Their licence", HtmlPage.Encode($"{origin.Licence}")));
            rows.Add(("Their SHA-256", HtmlPage.Encode($"<code>{origin.Sha256}</code>")));
        }
        rows.AddRange(data.Environment.Select(pair => (pair.Key, HtmlPage.Encode($"{pair.Value}"))));
        if (rows.Count == 0) return;
        page.Add($"<section class=\"card\"><h2>Provenance</h2><dl>{HtmlPage.Join(rows.Select(row => HtmlPage.Encode($"<dt>{row.Name}</dt><dd>{row.Value}</dd>")))}</dl></section>");
    }
}
