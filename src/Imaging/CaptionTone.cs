namespace Graft.Imaging;

/// <summary>What a caption's colour says.</summary>
public enum CaptionTone
{
    /// <summary>Dark grey.</summary>
    Neutral,

    /// <summary>Green: a right answer.</summary>
    Good,

    /// <summary>Red: a mistake.</summary>
    Bad,
}
