using System.Globalization;
using System.Net;
using System.Security.Cryptography;
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

    /// <summary>Adds a table that scrolls sideways where it does not fit.</summary>
    /// <param name="columns">Its columns; the first is aligned to the left.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="kind">A class of the style sheet, or none.</param>
    public HtmlPage Table(IReadOnlyList<HtmlColumn> columns, IEnumerable<HtmlRow> rows, string kind = "")
    {
        Add($"<div class=\"scroll\"><table class=\"{kind}\">");
        if (columns.Any(column => column.Name.Length > 0))
            Add($"<thead><tr>{Join(columns.Select(column => Encode($"<th{column.Class}>{column.Name}</th>")))}</tr></thead>");
        Add($"<tbody>");
        foreach (var row in rows)
            Add($"<tr{Class(row.IsTotal ? "total" : "")}>{Join(row.Cells.Select((cell, at) => Encode($"<td{columns[at].Class}>{cell}</td>")))}</tr>");
        return Add($"</tbody></table></div>");
    }

    /// <summary>Adds what a reader must know; nothing where there are no notes.</summary>
    public HtmlPage Notes(IReadOnlyList<string> notes) =>
        notes.Count == 0 ? this : Add($"<ul class=\"notes\">{Join(notes.Select(note => Encode($"<li>{note}</li>")))}</ul>");

    /// <summary>The whole document; nothing is loaded from anywhere, and no script runs but its own.</summary>
    /// <param name="title">What the window is called.</param>
    /// <param name="style">Rules beside those of all pages.</param>
    /// <param name="script">Its own script, or none.</param>
    public string Finish(string title, Markup style = default, Markup script = default) => Encode($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'{Allowed(script)}">
        <meta name="color-scheme" content="light dark">
        <title>{title}</title>
        <style>{new Markup(ReportStyle.Css)}{style}</style>
        </head>
        <body>
        <main>
        {new Markup(_body.ToString())}</main>{Element(script)}
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

    /// <summary>A bar with its value behind it.</summary>
    /// <param name="share">Its length, 0..1.</param>
    /// <param name="text">The value.</param>
    /// <param name="small">What belongs to it: an interval.</param>
    /// <param name="kind">A further class of the style sheet.</param>
    public static Markup Bar(double? share, string text, string small = "", string kind = "") =>
        Encode($"<span class=\"bar {kind}\"><i style=\"width:{(share ?? 0) * 100:0.0}%\"></i></span>{text}{Small(small)}");

    /// <summary>A value with something smaller behind it.</summary>
    public static Markup Text(string text, string small = "") => Encode($"{text}{Small(small)}");

    /// <summary>The attribute for a class of the style sheet; nothing for none.</summary>
    public static Markup Class(string name) => name.Length == 0 ? default : Encode($" class=\"{name}\"");

    // By its hash: what somebody's file name may bring along does not run.
    private static Markup Allowed(Markup script) => script.Html is null ? default
        : new($"; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Html)))}'");

    private static Markup Element(Markup script) => script.Html is null ? default : new($"\n<script>{script.Html}</script>");

    private static Markup Small(string text) => text.Length == 0 ? default : Encode($" <small>{text}</small>");

    private sealed class Encoded(object? value) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) => value switch
        {
            null => "",
            Markup markup => (string?)markup.Html ?? "",
            IFormattable formattable => WebUtility.HtmlEncode(formattable.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(value.ToString()) ?? "",
        };
    }
}

/// <summary>Text that is HTML already.</summary>
/// <param name="Html">Written as it is.</param>
internal readonly record struct Markup(string Html)
{
    /// <summary>Plain text, encoded.</summary>
    public static implicit operator Markup(string text) => HtmlPage.Encode($"{text}");
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Kind">"left" for text, "wrap" for text of several lines; numbers stand right.</param>
internal sealed record HtmlColumn(string Name, string Kind = "")
{
    public Markup Class => HtmlPage.Class(Kind);

    public static implicit operator HtmlColumn(string name) => new(name);

    public static HtmlColumn Left(string name) => new(name, "left");
}

/// <summary>A row of a table.</summary>
/// <param name="Cells">One for each column.</param>
internal sealed record HtmlRow(params Markup[] Cells)
{
    /// <summary>Whether it sums up the rows before it.</summary>
    public bool IsTotal { get; init; }
}
