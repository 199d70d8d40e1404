namespace Graft.Faces;

/// <summary>How far a face is from a person who has several samples. A calibration holds for the one that it was measured with.</summary>
public enum PersonScore
{
    /// <summary>The distance of the nearest sample.</summary>
    Best,

    /// <summary>The mean distance of all samples.</summary>
    Mean,

    /// <summary>The distance of the mean descriptor of all samples.</summary>
    Centroid,
}
