using System.Globalization;

namespace Graft.Training;

/// <summary>Pictures with one class each, for <see cref="ClassificationTask"/>.</summary>
internal interface ILabelledPictures : IPictureSource
{
    /// <summary>Class index of a picture.</summary>
    int LabelOf(int index);

    string IPictureSource.TargetKeyOf(int index) => LabelOf(index).ToString(CultureInfo.InvariantCulture);

    object IPictureSource.TargetOf(int index) => LabelOf(index);
}
