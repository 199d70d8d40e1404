using System.Globalization;
using System.Text.RegularExpressions;
using Graft.Imaging;

namespace Graft;

/// <summary>How a table names one object or region of an image: its class, and its box as corners in pixels: <c>bird [17 113 94 240]</c>.</summary>
/// <param name="Label">The class; empty where only a place is given.</param>
/// <param name="Box">The place; null where only a class is given.</param>
internal sealed partial record PlacedLabel(string Label, Box? Box)
{
    private const float Tolerance = 0.06f; // edges are written in tenths of a pixel

    /// <summary>From the text of a cell; without a place where it ends in none.</summary>
    public static PlacedLabel Parse(string text)
    {
        if (Place().Match(text) is not { Success: true } match) return new(text, null);
        float[] edges = [.. Enumerable.Range(1, 4).Select(i => float.Parse(match.Groups[i].Value, CultureInfo.InvariantCulture))];
        return new(text[..match.Index].TrimEnd(), new Box(edges[0], edges[1], edges[2], edges[3]));
    }

    /// <summary>Whether an object of that box is meant.</summary>
    public bool IsAt(Box box) => Box is { } own && Math.Abs(own.X1 - box.X1) < Tolerance && Math.Abs(own.Y1 - box.Y1) < Tolerance
        && Math.Abs(own.X2 - box.X2) < Tolerance && Math.Abs(own.Y2 - box.Y2) < Tolerance;

    /// <inheritdoc/>
    public override string ToString() => Box is { } box
        ? string.Create(CultureInfo.InvariantCulture, $"{Label} [{box.X1:0.#} {box.Y1:0.#} {box.X2:0.#} {box.Y2:0.#}]").TrimStart()
        : Label;

    [GeneratedRegex(@"\[\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\]\s*$")]
    private static partial Regex Place();
}
