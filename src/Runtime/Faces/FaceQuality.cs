namespace Graft.Runtime;

/// <summary>
/// How well a face can be recognised, in components named after ISO/IEC 29794-5, without claiming conformance to it.
/// </summary>
/// <param name="EyeDistance">Distance of the centres of both eyes, each between its corners, in pixels of the image.</param>
/// <param name="Sharpness">0 (blurred) to 1.</param>
/// <param name="Exposure">0 (all black or all white) to 1.</param>
/// <param name="Contrast">0 to 1.</param>
/// <param name="Illumination">Evenness of the light on both halves of the face, 0 to 1.</param>
/// <param name="Yaw">Turn to the side in degrees, 0 when frontal.</param>
/// <param name="Pitch">Up or down in degrees, 0 when frontal.</param>
/// <param name="Roll">Turn in the plane of the image in degrees, 0 when upright.</param>
/// <param name="Visible">Share of the aligned face inside the image, 0 to 1.</param>
/// <param name="Stability">Distance that mirroring and small shifts move the bundled network's descriptor; small is good. Null when not measured.</param>
/// <param name="Compression">1 without edges between the blocks of a strongly compressed JPEG, less the stronger they are, over 0.</param>
public sealed record FaceQuality(
    double EyeDistance, double Sharpness, double Exposure, double Contrast, double Illumination, double Yaw, double Pitch, double Roll, double Visible,
    double? Stability = null, double Compression = 1);
