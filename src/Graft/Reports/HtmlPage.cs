using System.Globalization;
using System.Net;
using System.Text;

namespace Graft.Reports;

/// <summary>
/// Collects the body of a report. Interpolated values are HTML-encoded unless they are <see cref="Markup"/>, and numbers are written
/// the same in every culture.
/// </summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _body = new();

    /// <summary>Adds literal HTML with encoded values.</summary>
    public HtmlPage Add(FormattableString html)
    {
        _body.Append(Encode(html).Html).Append('\n');
        return this;
    }

    /// <summary>The whole document.</summary>
    public string Finish(string title) => Encode($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <style>{new Markup(ReportStyle.Css)}</style>
        </head>
        <body>
        <main>
        {new Markup(_body.ToString())}</main>
        </body>
        </html>

        """).Html;

    /// <summary>Literal HTML with encoded values, as a piece to put into another.</summary>
    public static Markup Encode(FormattableString html)
    {
        var values = html.GetArguments().Select(value => (object?)new Encoded(value)).ToArray();
        return new(string.Format(CultureInfo.InvariantCulture, html.Format, values));
    }

    /// <summary>Pieces one after another.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Html)));

    private sealed class Encoded(object? value) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) => value switch
        {
            null => "",
            Markup markup => markup.Html,
            IFormattable formattable => WebUtility.HtmlEncode(formattable.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(value.ToString()) ?? "",
        };
    }
}
