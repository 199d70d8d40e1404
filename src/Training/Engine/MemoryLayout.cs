namespace Graft.Training;

/// <summary>How images and feature maps lie in memory. The numbers computed are the same up to rounding; the speed is not.</summary>
public enum MemoryLayout
{
    /// <summary>N x C x H x W, torch's default.</summary>
    ChannelsFirst,

    /// <summary>N x H x W x C.</summary>
    ChannelsLast,
}
