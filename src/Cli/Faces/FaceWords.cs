using System.Globalization;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>What is said of a face in words.</summary>
internal static class FaceWords
{
    /// <summary>What the threshold of an uncalibrated comparison is.</summary>
    public const string Uncalibrated = "its author's setting for LFW (dlib); nobody has measured here how often a stranger reaches it";

    /// <summary>The component of quality that is below a floor, its value and the floor; null where none is.</summary>
    public static string? Below(FaceQualityFloor floor, FaceQuality quality) => floor.Below(quality) is not { } below ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Component(below.Component)} is {below.Value:0.##}, {below.Floor:0.##} is the limit");

    /// <summary>"EyeDistance" is "eye distance".</summary>
    public static string Component(string name) => string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();
}
