using System.Globalization;

namespace Graft.Training;

/// <summary>Images with one class each, for <see cref="ClassificationTask"/>.</summary>
public interface ILabelledImages : IImageSource
{
    /// <summary>Class index of an image.</summary>
    int LabelOf(int index);

    string IImageSource.TargetKeyOf(int index) => LabelOf(index).ToString(CultureInfo.InvariantCulture);

    object IImageSource.TargetOf(int index) => LabelOf(index);
}
