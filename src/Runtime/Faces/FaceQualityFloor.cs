namespace Graft.Runtime;

/// <summary>What a face must reach in every component of its quality; null asks nothing of a component.</summary>
public sealed record FaceQualityFloor
{
    /// <summary>Smallest distance of the eyes in pixels.</summary>
    public double? EyeDistance { get; init; }

    /// <summary>Smallest sharpness, 0..1.</summary>
    public double? Sharpness { get; init; }

    /// <summary>Smallest exposure, 0..1.</summary>
    public double? Exposure { get; init; }

    /// <summary>Smallest contrast, 0..1.</summary>
    public double? Contrast { get; init; }

    /// <summary>Smallest evenness of the light, 0..1.</summary>
    public double? Illumination { get; init; }

    /// <summary>Largest turn to the side in degrees, whichever way.</summary>
    public double? Yaw { get; init; }

    /// <summary>Largest turn up or down in degrees.</summary>
    public double? Pitch { get; init; }

    /// <summary>Largest turn in the plane of the image in degrees; null by default, since it is taken out.</summary>
    public double? Roll { get; init; }

    /// <summary>Smallest share of the aligned face inside the image, 0..1.</summary>
    public double? Visible { get; init; }

    /// <summary>Largest distance that mirroring and small shifts move the descriptor.</summary>
    public double? Stability { get; init; }

    /// <summary>Smallest value for the edges of JPEG's blocks, 0..1; null by default: <see cref="Stability"/> says what they do to the descriptor.</summary>
    public double? Compression { get; init; }

    /// <summary>
    /// For faces that are compared: below it the answer is undecided. Chosen on the photographs of <c>bench faces</c>, where size decides nearly everything:
    /// with the eyes 30 pixels or more apart 2 of the 33 false matches at a distance of 0.6 are left (with 20 pixels 4).
    /// </summary>
    public static FaceQualityFloor Deciding { get; } =
        new() { EyeDistance = 30, Sharpness = 0.15, Exposure = 0.15, Contrast = 0.1, Yaw = 50, Visible = 0.6, Stability = 0.25 };

    /// <summary>For faces that are enrolled: higher, since every later answer rests on them.</summary>
    public static FaceQualityFloor Enrolling { get; } =
        new() { EyeDistance = 36, Sharpness = 0.2, Exposure = 0.2, Contrast = 0.15, Yaw = 40, Visible = 0.75, Stability = 0.22 };

    /// <summary>The first component that is below the floor, with its value and what it must be; null where all reach it.</summary>
    public (string Component, double Value, double Floor)? Below(FaceQuality quality)
    {
        ArgumentNullException.ThrowIfNull(quality);
        return Less(nameof(EyeDistance), quality.EyeDistance, EyeDistance) ?? Less(nameof(Sharpness), quality.Sharpness, Sharpness)
            ?? Less(nameof(Exposure), quality.Exposure, Exposure) ?? Less(nameof(Contrast), quality.Contrast, Contrast)
            ?? Less(nameof(Illumination), quality.Illumination, Illumination) ?? More(nameof(Yaw), Math.Abs(quality.Yaw), Yaw)
            ?? More(nameof(Pitch), Math.Abs(quality.Pitch), Pitch) ?? More(nameof(Roll), Math.Abs(quality.Roll), Roll)
            ?? Less(nameof(Visible), quality.Visible, Visible) ?? Less(nameof(Compression), quality.Compression, Compression)
            ?? More(nameof(Stability), quality.Stability ?? 0, Stability);
    }

    /// <summary>How far above the floor the worst of the components is that say how much of a face can be seen: 1 at the floor, less below it.</summary>
    internal double Margin(FaceQuality quality) => new[]
    {
        quality.EyeDistance / EyeDistance, quality.Sharpness / Sharpness, quality.Exposure / Exposure, quality.Contrast / Contrast,
        quality.Visible / Visible, Stability / quality.Stability,
    }.Min() ?? double.PositiveInfinity;

    private static (string, double, double)? Less(string component, double value, double? floor) =>
        value < floor ? (component, value, floor.Value) : null;

    private static (string, double, double)? More(string component, double value, double? ceiling) =>
        value > ceiling ? (component, value, ceiling.Value) : null;
}
