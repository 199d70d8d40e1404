namespace Graft.Data;

/// <summary>What an annotation file is by its content. Files of no kind (captions, notes, metadata) say nothing about a layout.</summary>
internal enum AnnotationKind
{
    /// <summary>A COCO json with images or annotations of objects.</summary>
    Coco,

    /// <summary>A COCO json whose annotations are classes of whole images.</summary>
    CocoLabels,

    /// <summary>A text file with a class number and relative coordinates in a line.</summary>
    Yolo,

    /// <summary>A Pascal VOC XML file of one image.</summary>
    Voc,

    /// <summary>A labelme json of one image.</summary>
    Labelme,

    /// <summary>A Label Studio export with boxes or polygons.</summary>
    LabelStudio,

    /// <summary>A Label Studio export with choices alone.</summary>
    LabelStudioChoices,

    /// <summary>A VoTT export.</summary>
    Vott,

    /// <summary>What VoTT keeps of one image.</summary>
    VottAsset,

    /// <summary>A Supervisely annotation of one image.</summary>
    Supervisely,

    /// <summary>The classes of a Supervisely project.</summary>
    SuperviselyMeta,

    /// <summary>CVAT's own XML of many images.</summary>
    CvatXml,

    /// <summary>XML of the LabelMe web tool.</summary>
    LabelMeXml,

    /// <summary>XML of dlib's imglab.</summary>
    DlibXml,

    /// <summary>A VGG Image Annotator project.</summary>
    Via,

    /// <summary>A Create ML json.</summary>
    CreateMl,

    /// <summary>A Datumaro json.</summary>
    Datumaro,

    /// <summary>A Cityscapes polygon file.</summary>
    Cityscapes,

    /// <summary>Labelbox's or another tool's json of one record a line, with objects.</summary>
    ObjectLines,

    /// <summary>A table of boxes.</summary>
    BoxTable,

    /// <summary>VGG Image Annotator's table of regions.</summary>
    ViaTable,

    /// <summary>A table of run lengths.</summary>
    RunTable,

    /// <summary>A KITTI label file.</summary>
    Kitti,

    /// <summary>A DOTA label file.</summary>
    Dota,

    /// <summary>A text file of numbers beside an image.</summary>
    Numbers,

    /// <summary>A json or XML file with boxes or polygons in a form that nothing here knows.</summary>
    Unknown,

    /// <summary>TensorFlow records.</summary>
    TensorRecords,

    /// <summary>An array file of MATLAB or NumPy beside an image.</summary>
    Arrays,
}
