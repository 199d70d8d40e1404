namespace Graft.Reports;

/// <summary>Images inside the file, with what the network said of them.</summary>
internal static class ImagesSection
{
    public static void Write(HtmlPage page, string title, IReadOnlyList<SampleImage> images)
    {
        if (images.Count == 0) return;
        page.Add($"<section class=\"card\"><h2>{title}</h2><div class=\"images\">");
        foreach (var image in images)
        {
            var right = image.TrueClass is null || image.TrueClass == image.PredictedClass;
            var predicted = HtmlPage.Encode($"<b>{image.PredictedClass}</b> {Numbers.Percent(image.Score)}");
            var caption = right ? predicted : HtmlPage.Encode($"{predicted}<br>is {image.TrueClass}");
            page.Add($"<figure><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(image.Image.Jpeg)}\" alt=\"{image.Name}\" loading=\"lazy\"><figcaption class=\"{(right ? "right" : "wrong")}\">{caption}<small>{image.Name}</small></figcaption></figure>");
        }
        page.Add($"</div></section>");
    }
}
