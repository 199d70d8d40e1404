namespace Graft;

/// <summary>What a network is trained for. The words of the command line and of model files are these names in lower case.</summary>
public enum TaskKind
{
    /// <summary>One class for an image.</summary>
    Classify,

    /// <summary>A box and a class for every object.</summary>
    Detect,

    /// <summary>A class for every pixel.</summary>
    Segment,

    /// <summary>A box, a class and a mask for every object.</summary>
    Instances,

    /// <summary>Numbers that are alike for images of one identity: a person, an animal, a part.</summary>
    Identities,
}
