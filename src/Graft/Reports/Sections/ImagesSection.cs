namespace Graft.Reports;

/// <summary>Images inside the file, with what was predicted for them.</summary>
internal static class ImagesSection
{
    public static void Write(HtmlPage page, SplitReport split)
    {
        foreach (var group in split.Images) Write(page, group, split.Split.ToString());
    }

    /// <summary>Images of one kind.</summary>
    /// <param name="page">Where.</param>
    /// <param name="group">The images; nothing is written without any.</param>
    /// <param name="split">What they are of, beside the title.</param>
    public static void Write(HtmlPage page, ImageGroup group, string split = "")
    {
        if (group.Images.Count == 0) return;
        var layout = group.IsWide ? " wide" : group.Images.Any(image => image.Map is not null) ? " pairs" : "";
        page.Add($"<section class=\"card{layout}\"><h2>{group.Title} <small class=\"soft\">{split}</small></h2>");
        if (group.Note.Length > 0) page.Add($"<p class=\"soft\">{group.Note}</p>");
        page.Add($"<div class=\"images\">");
        foreach (var image in group.Images) Format(page, image);
        page.Add($"</div></section>");
    }

    private static void Format(HtmlPage page, ReportImage image)
    {
        var kind = image.IsRight switch { true => "right", false => "wrong", null => "" };
        var answer = image.Answer.Length == 0 ? default : HtmlPage.Encode($"<b>{image.Answer}</b> ");
        var truth = image.Truth is null ? default : HtmlPage.Encode($"<br>{image.Truth}");
        page.Add($"<figure>");
        foreach (var (shown, alt) in new[] { (image.Image, image.Name), (image.Map, $"what the answer to {image.Name} rests on") })
            if (shown is not null)
                page.Add($"""<img src="data:image/jpeg;base64,{Convert.ToBase64String(shown.Jpeg)}" alt="{alt}" loading="lazy">""");
        page.Add($"""
            <figcaption class="{kind}">{answer}{image.Detail}{truth}<small>{image.Name}</small></figcaption></figure>
            """);
    }
}
