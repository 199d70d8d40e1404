using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Training;

/// <summary>What is on an image: the target of <see cref="DetectionTask"/>.</summary>
public sealed record SceneTarget
{
    /// <summary>Objects to learn, in pixels as the network sees the image; none makes it a negative.</summary>
    public required Box[] Boxes { get; init; }

    /// <summary>Class of each, without a background.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Crowds and difficult objects: neither learned nor taken for background.</summary>
    public Box[] Ignored { get; init; } = [];

    /// <summary>Pixels of each object as the network sees the image, for networks that draw masks; null without.</summary>
    public Mask[]? Masks { get; init; }

    /// <summary>Pixels of the network's input per pixel of the image, across and down.</summary>
    public (double X, double Y) Scale { get; init; } = (1, 1);

    /// <summary>Size of the image itself.</summary>
    public (int Width, int Height) Image { get; init; }

    /// <summary>Size of the image in the network's pixels, at most that of the input; of the input where the image's own is not known.</summary>
    internal (int Height, int Width) SizeIn((int Height, int Width) input) => Image.Width < 1 || Image.Height < 1 ? input
        : (Math.Min(input.Height, (int)Math.Round(Image.Height * Scale.Y)), Math.Min(input.Width, (int)Math.Round(Image.Width * Scale.X)));

    /// <summary>Everything on it in the image's own pixels, to compare detections with.</summary>
    public IReadOnlyList<TrueObject> Truth { get; init; } = [];

    /// <summary>Detections in the network's pixels as ones in the image's own, with their masks pasted.</summary>
    public IReadOnlyList<Detection> ToImage(IReadOnlyList<Detection> found) => Detection.InImage(found, Scale, Image);
}
