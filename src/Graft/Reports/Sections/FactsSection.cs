namespace Graft.Reports;

/// <summary>Names and values: what made the model, and where everything came from.</summary>
internal static class FactsSection
{
    public static void Write(HtmlPage page, IReadOnlyList<Fact> facts)
    {
        if (facts.Count == 0) return;
        page.Add($"<section class=\"card\"><h2>Facts</h2><dl>");
        foreach (var fact in facts)
            page.Add($"<dt>{fact.Name}</dt><dd>{HtmlPage.Join(fact.Lines.Select(Line))}</dd>");
        page.Add($"</dl></section>");
    }

    private static Markup Line(string line, int at) => HtmlPage.Encode($"{(at > 0 ? new Markup("<br>") : default)}{line}");
}
