namespace Graft.Reports;

/// <summary>Pictures inside the file, with what the network said of them.</summary>
internal static class PicturesSection
{
    public static void Write(HtmlPage page, string title, IReadOnlyList<SamplePicture> pictures)
    {
        if (pictures.Count == 0) return;
        page.Add($"<section class=\"card\"><h2>{title}</h2><div class=\"pictures\">");
        foreach (var picture in pictures)
        {
            var right = picture.TrueClass is null || picture.TrueClass == picture.PredictedClass;
            var said = HtmlPage.Encode($"<b>{picture.PredictedClass}</b> {Figures.Percent(picture.Score)}");
            var caption = right ? said : HtmlPage.Encode($"{said}<br>is {picture.TrueClass}");
            page.Add($"<figure><img src=\"data:image/jpeg;base64,{Convert.ToBase64String(picture.Image.Jpeg)}\" alt=\"{picture.Name}\" loading=\"lazy\"><figcaption class=\"{(right ? "right" : "wrong")}\">{caption}<small>{picture.Name}</small></figcaption></figure>");
        }
        page.Add($"</div></section>");
    }
}
