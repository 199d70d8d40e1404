namespace Graft.Training;

/// <summary>Labelled pictures. Called from several threads at once, which never touch the engine.</summary>
public interface IPictureSource
{
    /// <summary>Number of pictures.</summary>
    int Count { get; }

    /// <summary>Class index of a picture.</summary>
    int LabelOf(int index);

    /// <summary>File name of a picture, for messages.</summary>
    string NameOf(int index);

    /// <summary>
    /// Hash of a picture's content where <see cref="Load"/> yields the same bytes in every epoch; null where chance
    /// changes it. With a hash the output of a frozen prefix is computed once.
    /// </summary>
    string? ContentHashOf(int index);

    /// <summary>Loads a picture at the model's size.</summary>
    /// <param name="index">Which.</param>
    /// <param name="epoch">Epoch counted through all phases from 0, for augmentation; the same pair gives the same bytes.</param>
    /// <param name="destination">Filled with Height x Width x 3 bytes, RGB.</param>
    void Load(int index, int epoch, Span<byte> destination);
}
