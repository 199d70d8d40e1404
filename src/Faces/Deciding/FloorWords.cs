using System.Globalization;
using Graft.Runtime;

namespace Graft.Faces;

/// <summary>What is said of a face that is below a floor of quality.</summary>
internal static class FloorWords
{
    /// <summary>The component that is below the floor, its value and the floor; null where none is.</summary>
    public static string? Below(FaceQualityFloor floor, FaceQuality quality) => floor.Below(quality) is not { } below ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Component(below.Component)} is {below.Value:0.##}, {below.Floor:0.##} is the limit");

    // "EyeDistance" is "eye distance".
    private static string Component(string name) =>
        string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();
}
