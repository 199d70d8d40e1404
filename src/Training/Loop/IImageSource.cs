namespace Graft.Training;

/// <summary>Images and what a network is to say to them. Called from several threads at once, which never touch the engine.</summary>
public interface IImageSource
{
    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>File name of an image, for messages.</summary>
    string NameOf(int index);

    /// <summary>
    /// Hash of an image's content where <see cref="Load"/> yields the same bytes in every epoch; null where chance
    /// changes it. With a hash the output of a frozen prefix is computed once.
    /// </summary>
    string? ContentHashOf(int index);

    /// <summary>A short text that changes when the target does: a label, or a hash. Part of what a checkpoint belongs to.</summary>
    string TargetKeyOf(int index);

    /// <summary>The target of an image that is the same in every epoch, without loading the image: what <see cref="Load"/> would answer.</summary>
    object TargetOf(int index);

    /// <summary>Loads an image at the model's size.</summary>
    /// <param name="index">Which.</param>
    /// <param name="epoch">Epoch counted through all phases from 0, for augmentation; the same pair gives the same bytes.</param>
    /// <param name="destination">Filled with Height x Width x 3 bytes, RGB.</param>
    /// <returns>Its target, moved and scaled with the pixels: of a kind that the job's <see cref="ITrainingTask"/> takes.</returns>
    object Load(int index, int epoch, Span<byte> destination);
}
