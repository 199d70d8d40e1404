using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Accuracy by confidence (Niculescu-Mizil and Caruana 2005): columns that end at their mean confidence are well calibrated. Below, how many images each bin holds.</summary>
internal static class ReliabilityDiagram
{
    private const double Left = 46, Width = 420, Top = 8, Height = 230, Gap = 26, Counts = 46, Bottom = 34;

    public static void Write(HtmlPage page, ClassificationReport report)
    {
        var foot = Top + Height + Gap + Counts;
        page.Add($"<h3>Reliability: accuracy by confidence</h3><svg viewBox=\"0 0 {Left + Width + 20} {foot + Bottom}\" role=\"img\" aria-label=\"Reliability diagram\">");
        for (var tick = 0; tick <= 100; tick += 20)
        {
            var share = tick / 100.0;
            page.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{Y(share):0.0}\" y2=\"{Y(share):0.0}\"/><text x=\"{Left - 7}\" y=\"{Y(share) + 4:0.0}\" text-anchor=\"end\">{tick} %</text><text x=\"{X(share):0.0}\" y=\"{foot + 15}\" text-anchor=\"middle\">{tick} %</text>");
        }
        var max = Math.Max(1, report.Calibration.Max(bin => bin.Count));
        foreach (var bin in report.Calibration)
            if (bin is { Accuracy: { } accuracy, Confidence: { } confidence }) Column(page, bin, accuracy, confidence, (double)bin.Count / max, foot);
        page.Add($"<line class=\"ideal\" x1=\"{Left}\" y1=\"{Y(0)}\" x2=\"{Left + Width}\" y2=\"{Y(1)}\"/><text x=\"{Left + Width / 2}\" y=\"{foot + 30}\" text-anchor=\"middle\">confidence</text><text x=\"{Left - 7}\" y=\"{foot - Counts / 2 + 4:0.0}\" text-anchor=\"end\">count</text></svg>");
        page.Add($"<div class=\"legend\"><span><i class=\"block\"></i>accuracy</span><span><i class=\"b\"></i>mean confidence</span><span><i class=\"block faint\"></i>images</span></div>");
    }

    private static void Column(HtmlPage page, CalibrationBin bin, double accuracy, double confidence, double share, double foot)
    {
        var (x, width) = (X(bin.Low) + 1, X(bin.High) - X(bin.Low) - 2);
        page.Add($"<g><title>{bin.Low * 100:0.#} to {bin.High * 100:0.#} %: {Numbers.Images(bin.Count)}, accuracy {Numbers.Percent(accuracy)}, mean confidence {Numbers.Percent(confidence)}</title><rect class=\"column\" x=\"{x:0.0}\" y=\"{Y(accuracy):0.0}\" width=\"{width:0.0}\" height=\"{accuracy * Height:0.0}\"/><line class=\"mean\" x1=\"{x:0.0}\" x2=\"{x + width:0.0}\" y1=\"{Y(confidence):0.0}\" y2=\"{Y(confidence):0.0}\"/><rect class=\"faint\" x=\"{x:0.0}\" y=\"{foot - share * Counts:0.0}\" width=\"{width:0.0}\" height=\"{share * Counts:0.0}\"/></g>");
    }

    private static double X(double share) => Left + share * Width;

    private static double Y(double share) => Top + (1 - share) * Height;
}
