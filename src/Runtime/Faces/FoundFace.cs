using System.Numerics;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A face that the detector found, perhaps in a turned image.</summary>
/// <param name="Centre">Of its box, in pixels of the image.</param>
/// <param name="Width">Width of its box in the orientation in which it was found.</param>
/// <param name="Height">Height of it.</param>
/// <param name="Score">0..1.</param>
/// <param name="Degrees">Turn of the face in which it was found, clockwise: a multiple of 45.</param>
internal readonly record struct FoundFace(Vector2 Centre, float Width, float Height, float Score, double Degrees)
{
    /// <summary>The box along the image's axes around the same centre: turned by a right angle where the face lies.</summary>
    public Box Box => Math.Abs(Math.Sin(Degrees * Math.PI / 180)) > 0.9
        ? Box.FromCentre(Centre.X, Centre.Y, Height, Width)
        : Box.FromCentre(Centre.X, Centre.Y, Width, Height);
}
